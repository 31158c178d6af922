import { MINUTE_MS } from "./time.ts";

/** The bounds of the EC2 budget; the plane's others are in `limits.ts`. */

/** Part of a bucket that refills leave to claims, and that sweeps leave to claims and refills. */
export const REFILL_LEAVES = 0.3;
export const SWEEP_LEAVES = 0.6;
/** The least part of a documented rate that throttles make the plane believe in: others of the account use the rest. */
export const BUDGET_FACTOR_MIN = 1 / 16;
/** How long a rate takes to recover from nothing to the documented one while nothing is throttled. */
export const BUDGET_RECOVERY_MS = 5 * MINUTE_MS;
/** Throttles of one bucket this close together are of one burst, and halve its rate once. */
export const BUDGET_BURST_MS = 1_000;
