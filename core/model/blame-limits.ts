import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";

/** The bounds of blame: what backs off, and how far; the plane's others are in `limits.ts`. */

/** Members that fail alike, through no fault of theirs, before the breaker of that scope opens. */
export const ALIKE_FAILURES = 2;
/** Members that fail alike by their own fault before it is taken for the template's. */
export const ALIKE_MEMBER_FAILURES = 5;
/** Failures further apart than this are no pattern. */
export const ALIKE_WITHIN_MS = 6 * HOUR_MS;
/** Breakers of one scope that the same failure has opened before the next wider one opens. */
export const ALIKE_BREAKERS = 2;
/** How long an open breaker holds launches: at first, and twice as long after each trial that fails, at most. */
export const BLAME_OPEN_LEAST_MS = 10 * MINUTE_MS;
export const BLAME_OPEN_MOST_MS = 2 * HOUR_MS;
/** How long a trial may take before the next is allowed: longer than any boot that a pool file may ask for in a rehearsal. */
export const BLAME_TRIAL_MS = HOUR_MS;
/** Breakers that one ledger holds; beyond them the one that failed longest ago is dropped. */
export const BLAME_BREAKERS_MAX = 100;
/** Launches per pool and hour while none of them becomes ready. A new pool begins with so many, and fills up once one is ready. */
export const LAUNCHES_PER_HOUR_UNPROVEN_MAX = 10;
/** Tries of a call whose error code nobody has listed, and how long apart. */
export const UNLISTED_TRIES_MAX = 3;
export const UNLISTED_WAIT_MS = 30 * SECOND_MS;
/** How long a burstable family's default takes to change. Source: EC2 Developer Guide, Error codes, CreditSpecificationUpdateInProgress. */
export const CREDIT_UPDATE_WAIT_MS = 5 * MINUTE_MS;
/** How long to wait for a quota to be raised, or for others to stop, before it is tried. */
export const QUOTA_WAIT_MS = 5 * MINUTE_MS;
/** Characters of EC2's text that a sentence repeats. */
export const BLAME_TEXT_MAX = 300;
