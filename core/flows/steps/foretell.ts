import { boundsOf } from "../../forecast/bounds.ts";
import { countedTo } from "../../forecast/count.ts";
import { type Followed, follow } from "../../forecast/follow.ts";
import { modelFrom } from "../../forecast/keep.ts";
import type { Model } from "../../forecast/refit.ts";
import { type Target, targetOf } from "../../forecast/target.ts";
import { byTier } from "../../forecast/tiers.ts";
import type { DemandDay } from "../../model/demand.ts";
import type { Forecast, ForecastPolicy } from "../../model/forecast.ts";
import { FORECAST_AGE_MAX_MS, PLAN_ASKED_MAX } from "../../model/limits.ts";
import type { Pool } from "../../model/pool.ts";
import { type Reason, reason } from "../../model/reason.ts";
import { dayOf } from "../../model/tally.ts";
import type { Template } from "../../model/template.ts";
import { DAY_MS, type Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";

/** What a pool that follows a forecast is to keep, and why. */
export interface Foretold {
  readonly target: Pool["target"];
  readonly reasons: readonly Reason[];
}

/** The targets that follow from a pool's forecast at this moment, the claims of the open bin counted; undefined: its file's stand. */
export async function foretell(
  ports: Pick<Ports, "demand">,
  pool: Pool,
  template: Template,
  now: Instant,
): Promise<Foretold | undefined> {
  const { forecast: policy } = pool;
  if (!policy?.on) return undefined;
  const standing = await standingAt(ports, pool, policy, template, now);
  return standing.kind === "standing"
    ? { target: byTier(pool, standing.target.stock), reasons: standing.target.reasons }
    : { target: pool.target, reasons: standing.reasons };
}

/** Where a pool's forecast stands · `none`: there is none that may be followed. */
export type Standing =
  | {
      readonly kind: "standing";
      readonly forecast: Forecast;
      readonly model: Model;
      readonly days: readonly DemandDay[];
      readonly followed: Followed;
      readonly target: Target;
    }
  | { readonly kind: "none"; readonly forecast?: Forecast; readonly reasons: readonly Reason[] };

/** Two reads: what is counted with the forecast, and the claims since. */
export async function standingAt(
  { demand }: Pick<Ports, "demand">,
  pool: Pool,
  policy: ForecastPolicy,
  template: Template,
  now: Instant,
): Promise<Standing> {
  const { days, forecast } = await demand.read(pool.id, dayOf(now - DAY_MS));
  if (!forecast) return { kind: "none", reasons: [reason("forecast-none")] };
  const begin = Date.parse(forecast.day);
  if (now - begin > FORECAST_AGE_MAX_MS)
    return { kind: "none", forecast, reasons: [reason("forecast-stale", { day: forecast.day })] };
  const last = days.at(-1);
  const from = Math.max(begin, last ? countedTo(last) : begin);
  const asked = await demand.asked(pool.id, from, PLAN_ASKED_MAX);
  const model = modelFrom(forecast.model);
  const followed = follow({ model, begin, days }, asked, now);
  const bounds = boundsOf(pool, policy, template, model.aim.leadSeconds)(now);
  return { kind: "standing", forecast, model, days, followed, target: targetOf(model, followed.now, bounds) };
}
