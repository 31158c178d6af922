import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter } from "../grants.ts";

export const shadowFunction: Deployed = {
  name: "shadow",
  memoryMb: 256,
  timeoutSeconds: timeoutSeconds("shadow"),
  fed: { by: "replays", batch: 10 },
  may: [items("PutItem"), mayDeadLetter("shadow")],
};
