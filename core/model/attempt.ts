import type { InstanceId, PoolId } from "./ids.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

/** The steps by which a claim comes to an instance, in the order in which they are tried. `warm`: what was found first. The others are
 *  what is left when EC2 has no capacity for that: a warm instance elsewhere, the same machine (or another) as another type, an
 *  instance one step from ready, a cold launch, the queue, a refusal. */
export const ATTEMPT_NAMES = [
  "warm",
  "another-zone",
  "another-type",
  "almost-warm",
  "launch",
  "queue",
  "refuse",
] as const;
export type AttemptName = (typeof ATTEMPT_NAMES)[number];

/** held: gave the claim an instance, which nobody has refused so far · failed: what it gave could not be started · skipped: had nothing
 *  to give · waits: the claim waits on it · refused: the claim ended on it. */
export const ATTEMPT_OUTCOMES = ["held", "failed", "skipped", "waits", "refused"] as const;
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
