import { DAY_MS, MINUTE_MS, SECOND_MS } from "../model/time.ts";

/** The grain at which demand is counted and targets are set. */
export const BIN_MS = 5 * MINUTE_MS;
export const BIN_SECONDS = BIN_MS / SECOND_MS;
export const DAY_BINS = DAY_MS / BIN_MS;
export const WEEK_BINS = 7 * DAY_BINS;

/** What is known of a pool's demand: whole days in bins of 5 minutes, oldest first, all of one length. */
export interface DemandHistory {
  /** Bins since 1970-01-01T00:00Z of the first one; a multiple of {@link DAY_BINS}. */
  readonly firstBin: number;
  /** Claims made in each bin, whatever became of them. */
  readonly claims: ArrayLike<number>;
  /** In how many different seconds they were made. */
  readonly moments: ArrayLike<number>;
  /** Of the claims, the ones that found nothing warm. */
  readonly misses: ArrayLike<number>;
  /** The highest target in force in each bin; -1 where none is known. */
  readonly targets: ArrayLike<number>;
  /** By how much the target fell within each bin, and from the one before: each step may terminate an instance unclaimed. */
  readonly falls: ArrayLike<number>;
}

/** The last `days` days of it. */
export function lastDays(history: DemandHistory, days: number): DemandHistory {
  const skip = Math.max(0, history.claims.length - days * DAY_BINS);
  if (skip === 0) return history;
  const cut = (of: ArrayLike<number>): ArrayLike<number> => Array.prototype.slice.call(of, skip);
  return {
    firstBin: history.firstBin + skip,
    claims: cut(history.claims),
    moments: cut(history.moments),
    misses: cut(history.misses),
    targets: cut(history.targets),
    falls: cut(history.falls),
  };
}
