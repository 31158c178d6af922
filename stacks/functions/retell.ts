import type { Deployed } from "../deployed.ts";
import { TELLS } from "../grants.ts";

export const retellFunction: Deployed = {
  name: "retell",
  memoryMb: 512,
  timeoutSeconds: 60,
  fed: { by: "redrive", batch: 1, atOnce: 2 },
  may: TELLS,
};
