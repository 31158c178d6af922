import type { Deployed } from "../deployed.ts";
import {
  buries,
  FITS,
  items,
  LAUNCHES,
  LOOKS,
  ORDERS,
  queries,
  READS_CONSOLE,
  STARTS,
  STOPS,
  sends,
  TERMINATES,
  UNTAGS,
} from "../grants.ts";

export const performActionFunction: Deployed = {
  name: "perform-action",
  memoryMb: 512,
  timeoutSeconds: 60,
  fed: { by: "queue", batch: 5, atOnce: 10 },
  may: [
    items("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
    queries("bin"),
    sends("perform-action", "plan-pool"),
    ...LAUNCHES,
    STARTS,
    STOPS,
    ...TERMINATES,
    ...FITS,
    UNTAGS,
    ...ORDERS,
    LOOKS,
    READS_CONSOLE,
    buries("perform-action"),
  ],
};
