import type { ATTEMPT_NAMES, ATTEMPT_OUTCOMES } from "../../events/states.ts";
import type { InstanceId, PoolId } from "./ids.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

export type AttemptName = (typeof ATTEMPT_NAMES)[number];

export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** One step that was tried for a claim, and what came of it. */
export interface Attempt {
  readonly attempt: AttemptName;
  readonly at: Instant;
  readonly outcome: AttemptOutcome;
  readonly why: Reason;
  /** `<az>/<type>` it was started at, or would have been (`offeringOf`). */
  readonly offering?: string;
  readonly instance?: InstanceId;
  /** Whose instance it was, when that is not the claim's own pool. */
  readonly pool?: PoolId;
}
