import { PROBE_TICK_MS } from "../../core/model/limits.ts";
import { probeTick } from "../../events/commands/probe-tick.v1.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, mayDeadLetter, PUBLISHES } from "../grants.ts";

export const probeTickFunction: Deployed = {
  name: "probe-tick",
  memoryMb: 256,
  timeoutSeconds: timeoutSeconds("probe-tick"),
  fed: { by: "schedule", contract: probeTick, everyMs: PROBE_TICK_MS, batch: 1 },
  may: [items("Query", "UpdateItem"), ...PUBLISHES, mayDeadLetter("probe-tick")],
};
