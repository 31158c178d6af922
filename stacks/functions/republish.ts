import type { Deployed } from "../deployed.ts";
import { PUBLISHES_CHANGES } from "../grants.ts";

export const republishFunction: Deployed = {
  name: "republish",
  memoryMb: 512,
  timeoutSeconds: 60,
  fed: { by: "redrive", batch: 1, atOnce: 2 },
  may: PUBLISHES_CHANGES,
};
