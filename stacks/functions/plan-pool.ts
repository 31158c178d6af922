import { PLAN_DELAY_MS } from "../../core/model/limits.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, queries, sends } from "../grants.ts";

export const planPoolFunction: Deployed = {
  name: "plan-pool",
  memoryMb: 1024,
  timeoutSeconds: timeoutSeconds("plan-pool"),
  fed: { by: "queue", fifo: true, delayMs: PLAN_DELAY_MS, batch: 1 },
  may: [
    items("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"),
    queries("bin", "pending", "claims"),
    sends("perform-action"),
    mayDeadLetter("plan-pool"),
  ],
};
