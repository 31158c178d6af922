import { boundsOf } from "../../forecast/bounds.ts";
import { countedTo } from "../../forecast/count.ts";
import { type ForecastBasis, followDemand } from "../../forecast/follow.ts";
import { isReadable, modelFrom } from "../../forecast/stored.ts";
import { type Target, targetOf } from "../../forecast/target.ts";
import { byTier } from "../../forecast/tiers.ts";
import type { DemandClaim, DemandDay } from "../../model/demand.ts";
import type { Forecast, ForecastPolicy } from "../../model/forecast.ts";
import { FORECAST_AGE_MAX_MS, PLAN_ASKED_MAX } from "../../model/forecast-limits.ts";
import type { Pool } from "../../model/pool.ts";
import { type Reason, reason } from "../../model/reason.ts";
import { dayOf } from "../../model/tally.ts";
import type { Template } from "../../model/template.ts";
import { DAY_MS, type Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";

/** What a pool that follows a forecast is to keep, and why. */
export interface ForecastTarget {
  readonly target: Pool["target"];
  readonly reasons: readonly Reason[];
}

/** The targets that follow from a pool's forecast at this moment, the claims of the open bin counted; undefined: the targets of
 *  its file apply. */
export async function forecastTargetOf(
  ports: Pick<Ports, "demand">,
  pool: Pool,
  template: Template,
  now: Instant,
): Promise<ForecastTarget | undefined> {
  const { forecast: policy } = pool;
  if (!policy?.on) return undefined;
  const forecastState = await forecastStateAt(ports, { pool, policy, template }, now);
  return forecastState.kind === "current"
    ? { target: byTier(pool, forecastState.target.stock), reasons: forecastState.target.reasons }
    : { target: pool.target, reasons: forecastState.reasons };
}

/** The present forecast of a pool · `none`: there is none that may be followed. */
export type ForecastState =
  | {
      readonly kind: "current";
      readonly forecast: Forecast;
      readonly ground: ForecastBasis;
      readonly asked: readonly DemandClaim[];
      readonly target: Target;
    }
  | {
      readonly kind: "none";
      readonly forecast?: Forecast;
      readonly days: readonly DemandDay[];
      readonly reasons: readonly Reason[];
    };

/** Two reads: what is counted, of `readDays` days and today, with the forecast; and the claims since. */
export async function forecastStateAt(
  { demand }: Pick<Ports, "demand">,
  { pool, policy, template }: { readonly pool: Pool; readonly policy: ForecastPolicy; readonly template: Template },
  now: Instant,
  readDays = 1,
): Promise<ForecastState> {
  const { days, forecast } = await demand.read(pool.id, dayOf(now - readDays * DAY_MS));
  if (!forecast || !isReadable(forecast.model)) return { kind: "none", days, reasons: [reason("forecast-none")] };
  const begin = Date.parse(forecast.day);
  if (now - begin > FORECAST_AGE_MAX_MS)
    return { kind: "none", forecast, days, reasons: [reason("forecast-stale", { day: forecast.day })] };
  const last = days.at(-1);
  const from = Math.max(begin, last ? countedTo(last) : begin);
  const asked = await demand.asked(pool.id, from, PLAN_ASKED_MAX);
  const model = modelFrom(forecast.model);
  const ground = { model, begin, days };
  const bounds = boundsOf(pool, policy, template, model.aim.leadSeconds)(now);
  const target = targetOf(model, followDemand(ground, asked, now).now, bounds);
  return { kind: "current", forecast, ground, asked, target };
}
