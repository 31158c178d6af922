import { boundsOf } from "../../forecast/bounds.ts";
import { countBins, countedTo, type InForce, isWhole, newDay } from "../../forecast/count.ts";
import { followDemand } from "../../forecast/follow.ts";
import { BIN_MS } from "../../forecast/history.ts";
import { isReadable, modelFrom } from "../../forecast/stored.ts";
import { targetOf } from "../../forecast/target.ts";
import type { BestStock, DemandClaim, DemandDay } from "../../model/demand.ts";
import type { Forecast } from "../../model/forecast.ts";
import { COUNTED_PER_TICK, DEMAND_LAG_MS, DEMAND_RETENTION_MS, FORECAST_TICK_MS } from "../../model/forecast-limits.ts";
import type { Pool } from "../../model/pool.ts";
import { dayOf } from "../../model/tally.ts";
import { DAY_MS, type Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";
import { isOutOfDate, trainForecast } from "./train-forecast.ts";

type CountPorts = Pick<Ports, "demand" | "templates" | "instances">;

/** Counts the bins of a pool that are over, each once, and makes the day's forecast between the last bin of one day and the first of the
 *  next. `mayConfigure` is asked before one is made: without it, the day waits. Another counter at the same time: one of the two saves. */
export async function countDemand(
  ports: CountPorts,
  pool: Pool,
  now: Instant,
  mayConfigure: () => boolean,
): Promise<void> {
  const { demand } = ports;
  let { days, forecast } = await demand.read(pool.id, dayOf(now - DAY_MS));
  if (days.length === 0) ({ days } = await demand.read(pool.id, dayOf(now - DEMAND_RETENTION_MS)));
  const last = days.at(-1);
  const from = last ? countedTo(last) : await firstBin(ports, pool, now);
  const over = binOf(now - DEMAND_LAG_MS);
  if (from >= over) return;
  const asked = await demand.asked(pool.id, from, COUNTED_PER_TICK);
  const until = asked.length < COUNTED_PER_TICK ? over : Math.max(from + BIN_MS, binOf(asked.at(-1)?.at ?? over));

  let day = last && countedTo(last) < Date.parse(last.day) + DAY_MS ? last : newDay(from);
  let before = days.find((each) => each.day === dayOf(Date.parse(day.day) - DAY_MS));
  for (;;) {
    const midnight = Date.parse(day.day);
    // Without a whole day before there is nothing to make one from.
    if (dayOf(now) === day.day && before && isWhole(before) && isOutOfDate(pool, forecast, midnight)) {
      if (!mayConfigure()) return;
      forecast = (await trainForecast(ports, pool, forecast, now)) ?? forecast;
    }
    const today = forecast?.day === day.day && isReadable(forecast.model) ? forecast : undefined;
    const inForce = today && (await forceOf(ports, pool, today, [day], asked, until));
    const next = countBins(day, asked, until, inForce);
    if (next.claims.length > day.claims.length && (await demand.count(pool.id, next)) === "conflict") return;
    const end = midnight + DAY_MS;
    if (countedTo(next) < end || end >= until) return;
    before = next;
    day = newDay(end, today ? heldAt(today, next, end) : []);
  }
}

const binOf = (at: Instant): Instant => Math.floor(at / BIN_MS) * BIN_MS;

/** A pool that nobody counted for is watched from its first claim that is still listed, or else from the bin before the last one that is
 *  over: there were no claims in it. */
async function firstBin({ demand }: CountPorts, { id }: Pool, now: Instant): Promise<Instant> {
  const [first] = await demand.asked(id, 0, 1);
  return binOf(Math.min(first?.at ?? now, now - FORECAST_TICK_MS - DEMAND_LAG_MS));
}

/** What the plans made of the forecast while the bins were open: they ask it as this does. */
async function forceOf(
  { templates }: CountPorts,
  pool: Pool,
  forecast: Forecast,
  days: readonly DemandDay[],
  asked: readonly DemandClaim[],
  until: Instant,
): Promise<InForce | undefined> {
  const template = await templates.find(pool.template.name, pool.template.version);
  if (!pool.forecast || !template) return undefined;
  const model = modelFrom(forecast.model);
  const { wants } = followDemand({ model, begin: Date.parse(forecast.day), days }, asked, until);
  const bounds = boundsOf(pool, pool.forecast, template, model.aim.leadSeconds);
  const isOn = pool.forecast.on;
  return { wants, target: (wanted, at) => (isOn ? targetOf(model, wanted, bounds(at)).stock : -1) };
}

/** What a day leaves to the next. */
const heldAt = (forecast: Forecast, day: DemandDay, end: Instant): readonly BestStock[] =>
  followDemand({ model: modelFrom(forecast.model), begin: Date.parse(forecast.day), days: [day] }, [], end).held;
