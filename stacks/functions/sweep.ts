import { SWEEP_TICK_MS } from "../../core/model/limits.ts";
import type { Deployed } from "../deployed.ts";
import { items, LOOKS, mayDeadLetter, queries, sends } from "../grants.ts";

export const sweepFunction: Deployed = {
  name: "sweep",
  memoryMb: 1024,
  timeoutSeconds: 300,
  fed: { by: "queue", batch: 1, atOnce: 2, staleAfterMs: SWEEP_TICK_MS },
  may: [
    items("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"),
    queries("bin"),
    sends("perform-action", "sweep"),
    LOOKS,
    mayDeadLetter("sweep"),
  ],
};
