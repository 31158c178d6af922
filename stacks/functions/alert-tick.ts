import { ALERT_TICK_MS } from "../../core/model/limits.ts";
import { alertTick } from "../../events/commands/alert-tick.v1.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, queries } from "../grants.ts";

export const alertTickFunction: Deployed = {
  name: "alert-tick",
  memoryMb: 256,
  timeoutSeconds: timeoutSeconds("alert-tick"),
  fed: { by: "schedule", contract: alertTick, everyMs: ALERT_TICK_MS, batch: 1 },
  may: [items("GetItem", "Query", "PutItem"), queries("bin", "pending", "claims"), mayDeadLetter("alert-tick")],
};
