import { HOUR_MS, MINUTE_MS } from "./time.ts";

/** The bounds of persistent claims; all others of the plane stand in `limits.ts`. */

/** How many of the wishes that one request asks for together are claimed at once. */
export const PERSISTENT_AT_ONCE = 10;
/** How long a claim of a persistent claim waits in the queue: until there is an instance. */
export const PERSISTENT_WAIT_MS = 10 * 365 * 24 * HOUR_MS;
/** An instance of a persistent claim that was used for less than this did not last. From the second in a row on that failed or did not
 *  last, the next is asked for after a delay that doubles from the one to the other: what always fails burns no launches. */
export const PERSISTENT_STEADY_MS = 10 * MINUTE_MS;
export const PERSISTENT_RETRY_MS = MINUTE_MS;
export const PERSISTENT_RETRY_MAX_MS = HOUR_MS;
/** Steps that looking after one wish takes at once. */
export const PERSISTENT_STEPS_MAX = 8;
/** How often the tick looks after each wish, should a message have been lost: a prime number of minutes, so that ticks of any other
 *  period come round to every pool. And pages of a pool's wishes that it reads. */
export const PERSISTENT_LOOK_MS = 11 * MINUTE_MS;
export const PERSISTENT_PAGES_MAX = 50;
