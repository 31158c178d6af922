import { TIMER_STEP_MAX_MS } from "../../core/model/limits.ts";
import { MINUTE_MS } from "../../core/model/time.ts";
import { type Deployed, timeoutSeconds } from "../deployed.ts";
import { items, LOOKS, mayDeadLetter, sends } from "../grants.ts";

export const wakeFunction: Deployed = {
  name: "wake",
  memoryMb: 512,
  timeoutSeconds: timeoutSeconds("wake"),
  fed: { by: "queue", batch: 10, staleAfterMs: TIMER_STEP_MAX_MS + 5 * MINUTE_MS },
  may: [items("GetItem", "PutItem", "UpdateItem"), sends("perform-action", "wake"), LOOKS, mayDeadLetter("wake")],
};
