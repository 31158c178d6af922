import { historyBefore } from "../../forecast/count.ts";
import { DAY_BINS } from "../../forecast/history.ts";
import { longestLead, measuredLead } from "../../forecast/lead.ts";
import { HISTORY_DAYS, refit } from "../../forecast/refit.ts";
import { isReadable, kept } from "../../forecast/stored.ts";
import type { Forecast } from "../../model/forecast.ts";
import type { Pool } from "../../model/pool.ts";
import { dayOf } from "../../model/tally.ts";
import { DAY_MS, type Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";

/** Whether a pool wants a forecast for a day and has none, or one that was made for another spec or by another version. */
export function isOutOfDate({ forecast: policy }: Pool, forecast: Forecast | undefined, midnight: Instant): boolean {
  if (!policy) return false;
  if (forecast?.day !== dayOf(midnight) || !isReadable(forecast.model)) return true;
  const { hit, leadSeconds } = forecast.model.aim;
  return hit !== policy.hit || (policy.leadSeconds !== undefined && policy.leadSeconds !== leadSeconds);
}

/** Makes a pool's forecast for the day that lies at `now`, from the whole days before it. Undefined: there is none, or another saved first. */
export async function trainForecast(
  { demand, instances }: Pick<Ports, "demand" | "instances">,
  pool: Pool,
  before: Forecast | undefined,
  now: Instant,
): Promise<Forecast | undefined> {
  const { forecast: policy } = pool;
  const day = dayOf(now);
  const midnight = Date.parse(day);
  const { days } = await demand.read(pool.id, dayOf(midnight - HISTORY_DAYS * DAY_MS));
  const history = historyBefore(days, midnight);
  if (!policy || !history) return undefined;
  const leadSeconds =
    policy.leadSeconds ??
    measuredLead(await instances.stock(pool.id), pool.deadlines) ??
    before?.model.aim.leadSeconds ??
    longestLead(pool.deadlines);
  // What was not followed says nothing of itself.
  const carried = policy.on ? before?.model.carried : undefined;
  const model = refit(history, { leadSeconds, hit: policy.hit }, carried);
  const forecast: Forecast = {
    day,
    madeAt: now,
    days: history.claims.length / DAY_BINS,
    model: kept(model),
    version: (before?.version ?? 0) + 1,
  };
  return (await demand.saveForecast(pool.id, forecast)) === "saved" ? forecast : undefined;
}
