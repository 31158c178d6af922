import type { Tally, TallyOf } from "../model/tally.ts";

/** What is counted by day, of a region or a pool, and must outlive the process; kept for TALLY_RETENTION_MS after its last addition. */
export interface Tallies {
  /** Adds to the amounts of a day; a day or name that is not there begins at nought. All or nothing, and nobody's addition is lost
   *  to another's. Twice adds twice. Whoever adds uses few names: they share one item. Fates: retryable, retry-after (throttled). */
  add(of: TallyOf, tally: Tally): Promise<void>;
  /** The latest days on which anything was counted of it, newest first, at most `limit`. Strongly consistent. */
  latest(of: TallyOf, limit: number): Promise<readonly Tally[]>;
}
