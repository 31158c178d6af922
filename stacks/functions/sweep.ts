import type { Deployed } from "../deployed.ts";

export const sweepFunction: Deployed = {
  name: "sweep",
  memoryMb: 1024,
  timeoutSeconds: 300,
  fed: { by: "queue", batch: 1, atOnce: 2 },
  may: [],
};
