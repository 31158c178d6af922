import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { PUBLISHES_CHANGES } from "../grants.ts";

export const republishFunction: Deployed = {
  name: "republish",
  memoryMb: 512,
  timeoutSeconds: timeoutSeconds("republish"),
  fed: { by: "redrive", batch: 1 },
  may: PUBLISHES_CHANGES,
};
