import { forecastEveryPool } from "../../../core/flows/forecast-every-pool.ts";
import type { Claim } from "../../../core/model/claim.ts";
import type { ForecastPolicy } from "../../../core/model/forecast.ts";
import type { Pool } from "../../../core/model/pool.ts";
import { DAY_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { aClaim, aPool, claimNo, POOL } from "../../builders.ts";
import { demandOf } from "../forecast/demand.ts";
import { type Stage, stage } from "./stage.ts";

/** A Monday. */
export const MIDNIGHT = Date.UTC(2026, 0, 5);
/** The grain of the counts. */
export const BIN_MS = 5 * MINUTE_MS;
/** Of every pool here. */
export const LEAD_SECONDS = 300;
const FOLLOWED: ForecastPolicy = {
  on: true,
  hit: 0.95,
  leadSeconds: LEAD_SECONDS,
  min: 0,
  timeZone: "UTC",
  calendar: [],
};
/** A pool that follows its forecast. */
export const following = (changes: Partial<ForecastPolicy> = {}, pool: Partial<Pool> = {}): Pool =>
  aPool({ max: { instances: 100 }, forecast: { ...FOLLOWED, ...changes }, ...pool });

/** Busy every third day, so that a rise is taken for one. */
export const restless = (_: number, day: number): number => (day % 3 === 0 ? 6 : 1.5);

/** Claims of days that begin at MIDNIGHT, the first of every bin at its beginning. */
export function claimsOf(days: number, rate = restless): readonly Claim[] {
  const bins = Array.from(demandOf(days, rate).claims);
  let made = 0;
  return bins.flatMap((count, bin) =>
    Array.from({ length: count }, (_, n) => {
      made += 1;
      const requestedAt = MIDNIGHT + bin * BIN_MS + Math.floor((n * BIN_MS) / count);
      return aClaim({ id: claimNo(made), requestedAt, kind: made % 20 === 0 ? "miss" : "hit", state: "released" });
    }),
  );
}

/** The schedule's tick at a moment. */
export const tick = async (on: Stage, at: number): Promise<void> => {
  on.clock.at = at;
  await forecastEveryPool(on.ports);
};
/** All that is kept of a pool's demand. */
export const read = (on: Stage, pool = POOL) => on.ports.demand.read(pool, "2026-01-01");
/** A pool with so many days of demand behind it, shortly after midnight, and its forecast made. */
export async function forecastTarget(days: number, pool: Pool): Promise<{ on: Stage; now: number }> {
  const on = await stage({ pools: [pool], claims: claimsOf(days) });
  const now = MIDNIGHT + days * DAY_MS + BIN_MS + 2 * MINUTE_MS;
  await tick(on, now);
  return { on, now };
}
