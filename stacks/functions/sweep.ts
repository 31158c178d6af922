import { SWEEP_TICK_MS } from "../../core/model/limits.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, LOOKS, mayDeadLetter, queries, sends } from "../grants.ts";

export const sweepFunction: Deployed = {
  name: "sweep",
  memoryMb: 1024,
  timeoutSeconds: timeoutSeconds("sweep"),
  fed: { by: "queue", batch: 1, staleAfterMs: SWEEP_TICK_MS },
  may: [
    items("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"),
    queries("bin"),
    sends("perform-action", "sweep", "wake"),
    LOOKS,
    mayDeadLetter("sweep"),
  ],
};
