import { SWEEP_TICK_MS } from "../../core/model/limits.ts";
import { sweepTick } from "../../events/commands/sweep-tick.v1.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, queries, sends } from "../grants.ts";

export const sweepTickFunction: Deployed = {
  name: "sweep-tick",
  memoryMb: 256,
  timeoutSeconds: timeoutSeconds("sweep-tick"),
  fed: { by: "schedule", contract: sweepTick, everyMs: SWEEP_TICK_MS, batch: 1 },
  may: [items("GetItem", "Query", "PutItem"), queries("bin"), sends("sweep"), mayDeadLetter("sweep-tick")],
};
