import { HOUR_MS, MINUTE_MS } from "./time.ts";

/** The bounds of counting and forecasting; the plane's others are in `limits.ts`. */

/** How often demand is counted, and how many pools are worked on at once then. */
export const FORECAST_TICK_MS = 5 * MINUTE_MS;
export const FORECAST_AT_ONCE = 10;
/** Forecasts that one tick makes; the next one goes on, and until then yesterday's is followed. */
export const TRAININGS_PER_TICK = 100;
/** How long after its bin a claim is sure to be listed: a request may take 30 s, and an index lags by a second or so. */
export const DEMAND_LAG_MS = MINUTE_MS;
/** How long days of demand are kept, and the forecast after its day: the 28 days that a forecast is made from, and a week of grace. */
export const DEMAND_RETENTION_MS = 35 * 24 * HOUR_MS;
/** Claims that one tick counts of a pool: what is more is counted by the next, and of a single bin not at all. */
export const COUNTED_PER_TICK = 20_000;
/** Claims since the last counted bin that one plan looks at; more are taken for so many. */
export const PLAN_ASKED_MAX = 2_000;
/** How long after its midnight a forecast may be followed: its own day, and some hours in which the next one fails. */
export const FORECAST_AGE_MAX_MS = 30 * HOUR_MS;
