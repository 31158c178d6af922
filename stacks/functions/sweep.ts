import type { Deployed } from "../deployed.ts";
import { buries, items, LOOKS, queries, sends } from "../grants.ts";

export const sweepFunction: Deployed = {
  name: "sweep",
  memoryMb: 1024,
  timeoutSeconds: 300,
  fed: { by: "queue", batch: 1, atOnce: 2 },
  may: [
    items("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"),
    queries("bin"),
    sends("perform-action", "sweep"),
    LOOKS,
    buries("sweep"),
  ],
};
