import { DAY_BINS, type DemandHistory } from "./history.ts";
import { dayMissesMax } from "./price.ts";

/** What yesterday's misses still count. */
const MEMORY = 0.95;
/** Misses as were expected that count beside the observed ones, so that few claims say little. */
const PRIOR_MISSES = 2;
/** How far one night moves, and how far it may go in all: as the logarithm of a part of the misses. */
const STEP = 0.006;
const BIAS_MAX = 2.5;
/** One night does not take misses for rarer than this part of what is allowed. */
const RARE = 0.1;

/** Moves the share of misses that a fit aims at, so that those really missed become those allowed: the nightly calibration. */
export function nextBias(bias: number, history: DemandHistory, sinceBin: number, missShare: number): number {
  let [claims, misses, weight] = [0, 0, 1];
  const first = Math.max(0, sinceBin - history.firstBin);
  for (let day = history.claims.length - DAY_BINS; day >= first; day -= DAY_BINS) {
    let [claimed, missed] = [0, 0];
    for (let bin = day; bin < day + DAY_BINS; bin += 1) {
      claimed += history.claims[bin]!;
      missed += history.misses[bin]!;
    }
    claims += weight * claimed;
    misses += weight * Math.min(missed, claimed * dayMissesMax(missShare));
    weight *= MEMORY;
  }
  if (claims === 0) return bias;
  const prior = PRIOR_MISSES / missShare;
  const seen = (misses + PRIOR_MISSES) / (claims + prior);
  const moved = bias + STEP * Math.log(missShare / Math.max(seen, RARE * missShare));
  return Math.max(-BIAS_MAX, Math.min(BIAS_MAX, moved));
}
