import type { Aim, BackTest, Basis, Carried } from "../model/forecast.ts";
import { backTest, type Tested } from "./back-test.ts";
import { blend, mixed } from "./blend.ts";
import { type Curve, groupsOf } from "./curve.ts";
import { DAILY_MEAN, describeHistory, FEATURES, FIRST_SLOW, type Level } from "./features.ts";
import { nextBias } from "./feedback.ts";
import { BIN_SECONDS, DAY_BINS, type DemandHistory, lastDays } from "./history.ts";
import { FALLS_PER_CLAIM_MAX, HOLD_MINUTES, nextNotch } from "./hold.ts";
import { occupancyOf } from "./occupancy.ts";
import { type PricedBins, type PriceTrial, priceFor, steadied } from "./price.ts";
import { staticSize } from "./static.ts";
import { type CostTally, tallyOf } from "./tally.ts";

/** Days of demand that a refit reads. */
export const HISTORY_DAYS = 28;
/** Days that the falls of targets are counted over. */
const FALLS_DAYS = 5;
/** With fewer whole days there is nothing to tell a season or a level from. */
export const DAYS_MIN = 2;
/** All features; or, if that costs this part of it, only those that a burst does not throw about: where bursts come from nowhere
 *  and are over at once, an answer comes too late and has to be dropped again. */
const ALL = 1;
const CALMER = 0.97;

/** All that today's targets are made from, besides today's claims. */
export interface Model {
  readonly basis: Basis;
  readonly aim: Aim;
  /** The fixed size that the history would have wanted, with the same calibration: the target when the basis is not the forecast. */
  readonly staticSize: number;
  readonly weights: Float64Array;
  readonly curve: Curve;
  readonly holdMinutes: number;
  /** As of midnight. */
  readonly level: Level;
  /** Of the day that begins. */
  readonly season: Float64Array;
  readonly backTest?: BackTest;
  readonly carried: Carried;
}

/** Fits a pool's forecast to its demand, at midnight; `before` is what the night before handed on. */
export function refit(given: DemandHistory, aim: Aim, before?: Carried): Model {
  const history = lastDays(given, HISTORY_DAYS);
  const missShare = 1 - aim.hit;
  const tally = tallyOf(occupancyOf(history, aim.leadSeconds));
  const { features, level, nextDay } = describeHistory(history, aim.leadSeconds);
  const end = tally.occupancy.bins;
  // The first day knows no season.
  const begin = Math.min(DAY_BINS, end >> 1);
  const nowBin = given.firstBin + given.claims.length;
  const since = before?.since ?? nowBin;
  const bias = nextBias(before?.bias ?? 0, history, since + DAY_BINS, missShare);
  const aimed = missShare * Math.exp(bias);
  const overrides = (firstUsed: number, to: number) => configured(tally, features, begin, to, firstUsed);
  const priceOf = ({ levels, groups }: ReturnType<typeof overrides>) =>
    priced(history, { tally, groups, levels, begin, end }, aimed, before);
  let pick = overrides(ALL, end);
  let { notch, found } = priceOf(pick);
  const test = (firstUsed: number): Tested =>
    backTest(tally, (to) => overrides(firstUsed, to), { begin, end, hold: holdBins(notch), found }, aim.leadSeconds);
  let tested = history.claims.length >= 2 * DAYS_MIN * DAY_BINS ? test(ALL) : undefined;
  const calmer = tested && test(FIRST_SLOW);
  if (tested && calmer && calmer.test.costRatio < CALMER * tested.test.costRatio) {
    tested = calmer;
    pick = overrides(FIRST_SLOW, end);
    ({ notch, found } = priceOf(pick));
  }
  const basis =
    history.claims.length < DAYS_MIN * DAY_BINS ? "history-short" : tested?.isWorse ? "back-test-worse" : "forecast";
  return {
    basis,
    aim,
    staticSize: staticSize(tally, 1 - aimed, 0, end),
    weights: pick.weights,
    curve: found.curve,
    holdMinutes: HOLD_MINUTES[notch]!,
    level,
    season: nextDay,
    ...(tested && { backTest: tested.test }),
    carried: {
      bias,
      notch,
      price: found.price,
      ...(basis === "forecast" || before?.since !== undefined ? { since } : {}),
    },
  };
}

/** The mix of features that forecasts the mean occupancy best, and the bins grouped by it. */
export function configured(tally: CostTally, features: Float64Array, begin: number, end: number, firstUsed: number) {
  const { from } = tally.occupancy;
  const wanted = new Float64Array(tally.occupancy.bins);
  const importance = new Float64Array(tally.occupancy.bins);
  for (let bin = begin; bin < end; bin += 1) {
    wanted[bin] = tally.area[from[bin + 1]! - 1]! / BIN_SECONDS;
    // Counts scatter with their mean.
    importance[bin] = 1 / (1 + features[bin * FEATURES + DAILY_MEAN]!);
  }
  const weights = blend(features, wanted, importance, begin, end, firstUsed);
  const levels = new Float64Array(tally.occupancy.bins);
  for (let bin = begin; bin < levels.length; bin += 1) levels[bin] = mixed(features, bin, weights);
  return { weights, levels, groups: groupsOf(tally.occupancy, levels, begin, end) };
}

/** The hold and the price for the next day. The first night looks for the shortest hold whose falls are few enough; later ones
 *  go by the falls there were. */
function priced(
  history: DemandHistory,
  ground: Omit<PricedBins, "hold">,
  aimed: number,
  before: Carried | undefined,
): { readonly notch: number; readonly found: PriceTrial } {
  const at = (notch: number): PricedBins => ({ ...ground, hold: holdBins(notch) });
  if (before?.since !== undefined) {
    const lately = lastDays(history, FALLS_DAYS);
    const notch = nextNotch(before.notch, total(lately.claims), total(lately.falls));
    const found = priceFor(at(notch), aimed, before.price);
    const nights = (history.firstBin + history.claims.length - before.since) / DAY_BINS;
    const next = before.price === undefined ? found : steadied(at(notch), found, before.price, nights, aimed);
    return { notch, found: next };
  }
  for (let notch = 0; ; notch += 1) {
    const found = priceFor(at(notch), aimed, before?.price);
    if (found.falls <= FALLS_PER_CLAIM_MAX * found.claims || notch === HOLD_MINUTES.length - 1) return { notch, found };
  }
}

const holdBins = (notch: number): number => Math.round((HOLD_MINUTES[notch]! * 60) / BIN_SECONDS);

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  return sum;
}
