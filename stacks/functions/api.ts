import type { Deployed } from "../deployed.ts";

export const apiFunction: Deployed = {
  name: "api",
  memoryMb: 1024,
  timeoutSeconds: 29,
  fed: { by: "http" },
  may: [],
};
