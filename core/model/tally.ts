import type { PoolId } from "./ids.ts";
import { type Instant, iso } from "./time.ts";

/** What was counted on one day (UTC, `2026-01-05`), by name. A name that is not there was not counted. */
export interface Tally {
  readonly day: string;
  readonly amounts: Readonly<Record<string, number>>;
}

/** Whose days are counted: a region's (its events), or a pool's by what is counted of it. No region has a stroke in its name. */
export type TallyOf = string;
export const idleOf = (pool: PoolId): TallyOf => `idle/${pool}`;
export const coldOf = (pool: PoolId): TallyOf => `cold/${pool}`;

/** The day a moment lies in. */
export const dayOf = (at: Instant): string => iso(at).slice(0, "2026-01-05".length);
