import { TIMER_STEP_MAX_MS } from "../../../core/model/limits.ts";
import { SECOND_MS } from "../../../core/model/time.ts";

/** SQS's DelaySeconds for a delay in ms: whole seconds, never early but where SQS cannot hold a message that long. */
export const delaySeconds = (delayMs: number): number =>
  Math.ceil(Math.min(Math.max(delayMs, 0), TIMER_STEP_MAX_MS) / SECOND_MS);
