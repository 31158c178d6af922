import type { BackTest } from "../model/forecast.ts";
import { curveAt, type Groups } from "./curve.ts";
import { BIN_SECONDS, DAY_BINS } from "./history.ts";
import { type PriceTrial, targetsOf } from "./price.ts";
import { type CostTally, type Score, scoreOf } from "./tally.ts";

const TEST_DAYS = 14;
/** The part of the history that a back-test may take. */
const TEST_PART = 1 / 2;

/** A forecast that costs this many times a fixed size is worse, if its days agree: by so many standard errors of their differences.
 *  A few dear misses on one day say nothing of the next. */
const WORSE = 1.03;
const SIGMAS = 2;

/** A back-test, and whether the forecast had better not be used. */
export interface Tested {
  readonly test: BackTest;
  readonly isWorse: boolean;
}

/** Fits on what came before the last days, at the price found for all, and scores those days. */
export function backTest(
  tally: CostTally,
  overrides: (to: number) => { readonly levels: Float64Array; readonly groups: Groups },
  ground: { readonly begin: number; readonly end: number; readonly hold: number; readonly found: PriceTrial },
  leadSeconds: number,
): Tested {
  const { begin, end, hold, found } = ground;
  const days = Math.max(1, Math.min(TEST_DAYS, Math.floor(((end - begin) / DAY_BINS) * TEST_PART)));
  const from = end - days * DAY_BINS;
  const { levels, groups } = overrides(from);
  const cost = ({ idleSeconds, misses, falls }: Score): number =>
    idleSeconds + falls * leadSeconds + found.price * misses;
  const targets = targetsOf(curveAt(groups, found.price), levels, hold, from, end);
  const ours = scoreOf(tally, targets, from, end);
  const size = bestFixed(tally, cost, begin, from);
  const fixedTargets = new Int32Array(end).fill(size);
  const fixed = { size, score: scoreOf(tally, fixedTargets, from, end) };
  const differences = Array.from({ length: days }, (_, day) => {
    const [first, last] = [from + day * DAY_BINS, from + (day + 1) * DAY_BINS];
    return cost(scoreOf(tally, targets, first, last)) - cost(scoreOf(tally, fixedTargets, first, last));
  });
  const seconds = (end - from) * BIN_SECONDS;
  const hitRate = ({ claims, misses }: Score): number => (claims > 0 ? 1 - misses / claims : 1);
  const best = cost(fixed.score);
  const costRatio = best > 0 ? cost(ours) / best : cost(ours) > 0 ? Number.MAX_VALUE : 1;
  const test: BackTest = {
    days,
    claims: ours.claims,
    hitRate: hitRate(ours),
    overhead: (ours.idleSeconds + ours.falls * leadSeconds) / seconds,
    staticSize: fixed.size,
    staticHitRate: hitRate(fixed.score),
    staticOverhead: fixed.score.idleSeconds / seconds,
    costRatio,
  };
  return { test, isWorse: costRatio > WORSE && isAboveNought(differences) };
}

/** Whether the mean is, by the scatter of what it is made of. */
function isAboveNought(values: readonly number[]): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean > SIGMAS * Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
}

/** The cost of a fixed size falls, and then rises: more stock is idle longer and misses less. */
function bestFixed(tally: CostTally, cost: (score: Score) => number, from: number, end: number): number {
  let best = { size: 0, score: scoreOf(tally, new Int32Array(end), from, end) };
  while (best.score.misses > 0) {
    const size = best.size + 1;
    const score = scoreOf(tally, new Int32Array(end).fill(size), from, end);
    if (cost(score) > cost(best.score)) break;
    best = { size, score };
  }
  return best.size;
}
