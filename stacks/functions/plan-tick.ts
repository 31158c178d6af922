import { MINUTE_MS } from "../../core/model/time.ts";
import { planTick } from "../../events/commands/plan-tick.v1.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, queries, sends } from "../grants.ts";

export const planTickFunction: Deployed = {
  name: "plan-tick",
  memoryMb: 256,
  timeoutSeconds: timeoutSeconds("plan-tick"),
  fed: { by: "schedule", contract: planTick, everyMs: MINUTE_MS, batch: 1 },
  may: [items("Query"), queries("pending"), sends("plan-pool", "perform-action"), mayDeadLetter("plan-tick")],
};
