import type { DemandClaim, DemandDay } from "../model/demand.ts";
import type { Forecast } from "../model/forecast.ts";
import type { PoolId } from "../model/ids.ts";
import type { Instant } from "../model/time.ts";

/** A pool's demand, and what is forecast of it. Nothing is counted when a claim is made: claims are listed by the time they were asked for
 *  until they expire, so a bin that is over is counted from that list, and counting it again gives the same. No claim counts twice; one
 *  is missed only if the list shows it later than DEMAND_LAG_MS after its bin. Fates: retryable, retry-after (throttled). */
export interface Demand {
  /** The claims of a pool asked for at `from` or later, oldest first, at most `limit`. Fewer: those are all, but for what the list, which
   *  may lag, does not show yet. */
  asked(pool: PoolId, from: Instant, limit: number): Promise<readonly DemandClaim[]>;
  /** The days from `since` on (as `dayOf` writes it), oldest first, and the forecast. Days that nobody counted are left out. May lag: a write
   *  decides. Kept for DEMAND_RETENTION_MS. */
  read(pool: PoolId, since: string): Promise<{ readonly days: readonly DemandDay[]; readonly forecast?: Forecast }>;
  /** Writes a day if the stored version is `day.version − 1` (1: must not exist). */
  count(pool: PoolId, day: DemandDay): Promise<"saved" | "conflict">;
  /** Writes the pool's one forecast if the stored version is `forecast.version − 1` (1: must not exist). */
  saveForecast(pool: PoolId, forecast: Forecast): Promise<"saved" | "conflict">;
}
