import type { Deployed } from "../deployed.ts";
import { items, mayDeadLetter } from "../grants.ts";

export const shadowFunction: Deployed = {
  name: "shadow",
  memoryMb: 256,
  timeoutSeconds: 30,
  fed: { by: "replays", batch: 10, atOnce: 5 },
  may: [items("PutItem"), mayDeadLetter("shadow")],
};
