import type { Instant } from "./time.ts";

/** One claim, as far as demand goes: when it was asked for, and whether it found a warm instance. */
export interface DemandClaim {
  readonly at: Instant;
  readonly hit: boolean;
}

/** What a pool's best stock was at a moment, by seconds of a day; negative before midnight. */
export interface BestStock {
  readonly atSecond: number;
  readonly best: number;
}

/** One day (UTC) of a pool's demand in bins of 5 minutes, as far as it is counted: the lists have one place per bin, from midnight on,
 *  and are as long as one another. A bin is counted once it is over, and is not changed again. */
export interface DemandDay {
  /** As `dayOf` writes it. */
  readonly day: string;
  /** The first bin that was watched: 0 for a whole day. Those before it hold nothing. */
  readonly begun: number;
  /** Claims made in each bin, whatever became of them. */
  readonly claims: readonly number[];
  /** In how many different seconds they were made: whether claims come one by one, or many at once. */
  readonly moments: readonly number[];
  /** Of the claims, the ones that found nothing warm. */
  readonly misses: readonly number[];
  /** The highest target of a forecast in force; -1 where there was none. */
  readonly targets: readonly number[];
  /** By how much the target fell within the bin, and from the one before. */
  readonly falls: readonly number[];
  /** The stock that was best, at the highest, whatever was held or bounded. */
  readonly wanted: readonly number[];
  /** The last target in force, -1 for none: what the next bin's falls begin at. */
  readonly lastTarget: number;
  /** What was best before the day began, and still holds. */
  readonly held: readonly BestStock[];
  /** Writes so far; the condition of the next one. */
  readonly version: number;
}
