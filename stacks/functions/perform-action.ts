import type { Deployed } from "../deployed.ts";

export const performActionFunction: Deployed = {
  name: "perform-action",
  memoryMb: 512,
  timeoutSeconds: 60,
  fed: { by: "queue", batch: 5, atOnce: 10 },
  may: [],
};
