import { BIN_SECONDS, DAY_BINS, WEEK_BINS } from "../../core/forecast/history.ts";
import { occupancyOf } from "../../core/forecast/occupancy.ts";
import { staticSize } from "../../core/forecast/static.ts";
import { tallyOf } from "../../core/forecast/tally.ts";
import type { Aim } from "../../core/model/forecast.ts";
import { DAY_S } from "./arrivals.ts";
import type { Policy } from "./base-stock.ts";
import { countedBefore, FIRST_DAY_STOCK } from "./forecast-policy.ts";

const HOUR_S = 3_600;
/** Office hours of the schedule, UTC: from, to, and the days of the week whose index in the trace is below this. */
const OFFICE = { fromHour: 8, toHour: 18, days: 5 } as const;

export const fixedPolicy =
  (size: number): Policy =>
  () =>
    size;

/** A size per slot of the week, each learned at midnight from the last 28 days of that slot. */
function slotPolicy(aim: Aim, slots: number, slotOf: (weekBin: number) => number): Policy {
  let sizes: number[] = [];
  let day = 0;
  return (second, counted) => {
    const bin = Math.floor(second / BIN_SECONDS);
    if (second >= (day + 1) * DAY_S) {
      day += 1;
      const history = countedBefore(bin, counted);
      const from = history.firstBin;
      const tally = tallyOf(occupancyOf(history, aim.leadSeconds));
      const all = staticSize(tally, aim.hit, 0, tally.occupancy.bins);
      sizes = Array.from({ length: slots }, (_, slot) => {
        const isIn = (at: number): boolean => slotOf((from + at) % WEEK_BINS) === slot;
        return bin - from < WEEK_BINS && slots > 1 ? all : staticSize(tally, aim.hit, 0, tally.occupancy.bins, isIn);
      });
    }
    return sizes[slotOf(bin % WEEK_BINS)] ?? FIRST_DAY_STOCK;
  };
}

export const learnedStaticPolicy = (aim: Aim): Policy => slotPolicy(aim, 1, () => 0);

/** Two sizes: office hours on the first five days of each week of the trace, and the rest. */
export const schedulePolicy = (aim: Aim): Policy =>
  slotPolicy(aim, 2, (weekBin) => {
    const hour = ((weekBin % DAY_BINS) * 24) / DAY_BINS;
    return weekBin < OFFICE.days * DAY_BINS && hour >= OFFICE.fromHour && hour < OFFICE.toHour ? 1 : 0;
  });

export const hourOfWeekPolicy = (aim: Aim): Policy =>
  slotPolicy(aim, 168, (weekBin) => Math.floor((weekBin * 24) / DAY_BINS));

/** Knows the mean rate of every hour beforehand, and nothing else: the best stock for Poisson claims of that rate where a miss costs
 *  `price` idle seconds. */
export function clairvoyantPolicy(arrivals: Float64Array, days: number, leadSeconds: number, price: number): Policy {
  const perHour = new Float64Array(days * 24);
  for (const at of arrivals) if (at < days * DAY_S) perHour[Math.floor(at / HOUR_S)]! += 1;
  const sizes = Array.from(perHour, (claims) => poissonStock(claims / HOUR_S, leadSeconds, price));
  return (second) => sizes[Math.min(sizes.length - 1, Math.floor((second + leadSeconds) / HOUR_S))]!;
}

/** One more instance idles while the lead time holds at most `n` claims, and saves the misses of those that find exactly `n`. */
function poissonStock(perSecond: number, leadSeconds: number, price: number): number {
  const mean = perSecond * leadSeconds;
  let exactly = Math.exp(-mean);
  let atMost = exactly;
  let stock = 0;
  while (atMost < price * perSecond * exactly && stock < STOCK_MAX) {
    stock += 1;
    exactly *= mean / stock;
    atMost += exactly;
  }
  return stock;
}
const STOCK_MAX = 10_000;
