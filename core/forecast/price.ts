import { type Curve, curveAt, type Groups, stockAt } from "./curve.ts";
import { DAY_BINS } from "./history.ts";
import { heldTargets, wholeStock } from "./hold.ts";
import { type CostTally, scoreOf } from "./tally.ts";

/** Idle seconds that a miss may be worth. */
const PRICE_MAX = 1e8;
/** Halvings of the search: from nothing, and from yesterday's price. */
const HALVINGS = 12;
const HALVINGS_NEAR = 5;
/** Yesterday's price is within this factor, or the search begins anew. */
const NEAR = Math.E;
/** How far a day's misses may count beyond those allowed, in roots of what is allowed, as counts scatter. */
const DAY_SCATTER = 0.15;
/** The part of a day's claims that counts as missed, at most: one giant burst shall not be bought off for weeks. */
export const dayMissesMax = (missShare: number): number => missShare + DAY_SCATTER * Math.sqrt(missShare);

/** The bins a price is tried on. */
export interface PricedBins {
  readonly tally: CostTally;
  readonly groups: Groups;
  /** Forecast level per bin. */
  readonly levels: Float64Array;
  readonly begin: number;
  readonly end: number;
  /** Bins for which a target is held. */
  readonly hold: number;
}

/** What a price makes of the ground. */
export interface PriceTrial {
  readonly price: number;
  readonly curve: Curve;
  readonly targets: Int32Array;
  readonly claims: number;
  /** The misses of each day bounded. */
  readonly misses: number;
  readonly falls: number;
}

/** The lowest price of a miss whose targets would have missed no more than this part of the claims. */
export function priceFor(ground: PricedBins, missShare: number, near?: number): PriceTrial {
  const satisfies = ({ misses, claims }: PriceTrial): boolean => misses <= missShare * claims;
  let low = near === undefined ? 1 : near / NEAR;
  let high = near === undefined ? PRICE_MAX : Math.min(PRICE_MAX, near * NEAR);
  let best = trial(ground, high, missShare);
  if (near !== undefined && !satisfies(best)) {
    low = high;
    high = PRICE_MAX;
    best = trial(ground, high, missShare);
  }
  const halvings = high === PRICE_MAX ? HALVINGS : HALVINGS_NEAR;
  for (let halving = 0; halving < halvings; halving += 1) {
    const tried = trial(ground, Math.sqrt(low * high), missShare);
    if (satisfies(tried)) {
      best = tried;
      high = tried.price;
    } else low = tried.price;
  }
  return best;
}

/** What the last price still counts, and how fast the first nights forget it. */
const PRICE_MEMORY = 0.99;
const EARLY_NIGHTS = 5;

/** The price for the next day. It follows the one found for the last weeks slowly: at one price misses fall where they save most, in
 *  hard weeks; at a price of each week's own, hard weeks are bought off dearly and easy ones too. `nights`: under a forecast so far. */
export function steadied(
  ground: PricedBins,
  found: PriceTrial,
  before: number,
  nights: number,
  missShare: number,
): PriceTrial {
  const step = Math.min(1, Math.max(1 - PRICE_MEMORY, EARLY_NIGHTS / Math.max(1, nights)));
  return trial(ground, before * (found.price / before) ** step, missShare);
}

/** What one price would have made of the ground. */
export function trial(ground: PricedBins, price: number, missShare: number): PriceTrial {
  const { tally, groups, levels, begin, end, hold } = ground;
  const curve = curveAt(groups, price);
  const targets = targetsOf(curve, levels, hold, begin, end);
  let [claims, misses, falls] = [0, 0, 0];
  for (let day = begin; day < end; day += DAY_BINS) {
    const score = scoreOf(tally, targets, day, Math.min(end, day + DAY_BINS));
    claims += score.claims;
    misses += Math.min(score.misses, dayMissesMax(missShare) * score.claims);
    falls += score.falls;
  }
  return { price, curve, targets, claims, misses, falls };
}

/** The targets that a curve gives the bins from `begin` to before `end`. */
export function targetsOf(curve: Curve, levels: Float64Array, hold: number, begin: number, end: number): Int32Array {
  const wanted = new Int32Array(end);
  let before = 0;
  for (let bin = begin; bin < end; bin += 1) {
    before = wholeStock(stockAt(curve, levels[bin]!), before);
    wanted[bin] = before;
  }
  return heldTargets(wanted, hold, begin, end);
}
