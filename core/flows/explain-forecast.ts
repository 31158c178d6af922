import { boundsOf } from "../forecast/bounds.ts";
import { type Confidence, confidenceIn, type Lately, lately } from "../forecast/confidence.ts";
import { countedTo, historyBefore } from "../forecast/count.ts";
import { followDemand } from "../forecast/follow.ts";
import { type Ahead, outlook, withTomorrow } from "../forecast/outlook.ts";
import { HISTORY_DAYS } from "../forecast/refit.ts";
import type { Forecast, ForecastPolicy } from "../model/forecast.ts";
import type { PoolId } from "../model/ids.ts";
import type { Reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import type { Ports } from "../ports/ports.ts";
import { forecastStateAt } from "./steps/forecast-target.ts";

/** What a pool's forecast says, and how good it is. */
export interface Explained {
  readonly kind: "explained";
  readonly at: Instant;
  readonly policy: ForecastPolicy;
  /** Until when demand is counted; absent: nobody counted yet. */
  readonly countedTo?: Instant;
  readonly forecast?: Forecast;
  /** The target now, were it followed; absent: there is none to follow. */
  readonly target?: number;
  readonly reasons: readonly Reason[];
  readonly confidence: Confidence;
  readonly lately: Lately;
  /** The next 24 hours. */
  readonly ahead: readonly Ahead[];
}

/** Explains a forecast. Changes nothing. Reads HISTORY_DAYS of demand, which plans never do. */
export async function explainForecast(
  ports: Pick<Ports, "clock" | "pools" | "templates" | "demand">,
  id: PoolId,
): Promise<Explained | { readonly kind: "unknown-pool" } | { readonly kind: "no-forecast" }> {
  const pool = await ports.pools.find(id);
  const template = pool && (await ports.templates.find(pool.template.name, pool.template.version));
  if (!pool || !template) return { kind: "unknown-pool" };
  const { forecast: policy } = pool;
  if (!policy) return { kind: "no-forecast" };
  const at = ports.clock.now();
  const forecastState = await forecastStateAt(ports, { pool, policy, template }, at, HISTORY_DAYS);
  const { days } = forecastState.kind === "none" ? forecastState : forecastState.ground;
  const last = days.at(-1);
  const known = {
    kind: "explained",
    at,
    policy,
    ...(last && { countedTo: countedTo(last) }),
    ...(forecastState.forecast && { forecast: forecastState.forecast }),
    lately: lately(days),
  } as const;
  if (forecastState.kind === "none")
    return { ...known, reasons: forecastState.reasons, confidence: confidenceIn("none", undefined), ahead: [] };
  const { forecast, target, ground, asked } = forecastState;
  const { basis, backTest, aim } = forecast.model;
  const history = historyBefore(days, ground.begin);
  const model = history ? withTomorrow(ground.model, history) : ground.model;
  const followed = followDemand({ ...ground, model }, asked, at);
  return {
    ...known,
    target: target.stock,
    reasons: target.reasons,
    confidence: confidenceIn(basis, backTest),
    ahead: outlook(model, ground.begin, followed, boundsOf(pool, policy, template, aim.leadSeconds)),
  };
}
