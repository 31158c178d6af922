import type { Deadlines } from "../model/pool.ts";
import { RETRIES } from "../model/retries.ts";

/** A deadline that ends before what it waits for is tried a second time. */
export interface ShortDeadline {
  readonly deadline: keyof Deadlines;
  readonly limitMs: number;
  /** The retry row of the message that the state waits for, and when one comes again whose invocation was lost. */
  readonly waitsFor: keyof typeof RETRIES;
  readonly retryAfterMs: number;
}

/** What each state waits for: an effect that is asked of EC2, or EC2's event of it. Signals come over HTTP, and quarantine waits for nothing. */
const WAITS_FOR: readonly (readonly [keyof Deadlines, keyof typeof RETRIES])[] = [
  ["launchingMs", "events"],
  ["preparingMs", "events"],
  ["parkingMs", "actions"],
  ["handingOverMs", "actions"],
  ["retiringMs", "actions"],
];

/** The deadlines of a pool that are shorter than the retries they depend on: one lost invocation and they act, though nothing is wrong with
 *  the instance. */
export const shortDeadlines = (deadlines: Deadlines): readonly ShortDeadline[] =>
  WAITS_FOR.flatMap(([deadline, waitsFor]) => {
    const retryAfterMs = RETRIES[waitsFor].visibilityMs;
    const limitMs = deadlines[deadline];
    return limitMs < retryAfterMs ? [{ deadline, limitMs, waitsFor, retryAfterMs }] : [];
  });
