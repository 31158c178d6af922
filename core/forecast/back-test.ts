import type { BackTest } from "../model/forecast.ts";
import { curveAt, type Groups } from "./curve.ts";
import { BIN_SECONDS, DAY_BINS } from "./history.ts";
import { type Trial, targetsOf } from "./price.ts";
import { type Score, scoreOf, type Tally } from "./tally.ts";

const TEST_DAYS = 14;
/** The part of the history that a back-test may take. */
const TEST_PART = 1 / 2;

/** Fits on what came before the last days, at the price found for all, and scores those days. */
export function backTest(
  tally: Tally,
  fit: (to: number) => { readonly levels: Float64Array; readonly groups: Groups },
  ground: { readonly begin: number; readonly end: number; readonly hold: number; readonly found: Trial },
  leadSeconds: number,
): BackTest {
  const { begin, end, hold, found } = ground;
  const days = Math.max(1, Math.min(TEST_DAYS, Math.floor(((end - begin) / DAY_BINS) * TEST_PART)));
  const from = end - days * DAY_BINS;
  const { levels, groups } = fit(from);
  const cost = ({ idleSeconds, misses, falls }: Score): number =>
    idleSeconds + falls * leadSeconds + found.price * misses;
  const ours = scoreOf(tally, targetsOf(curveAt(groups, found.price), levels, hold, from, end), from, end);
  const size = bestFixed(tally, cost, begin, from);
  const fixed = { size, score: scoreOf(tally, new Int32Array(end).fill(size), from, end) };
  const seconds = (end - from) * BIN_SECONDS;
  const hitRate = ({ claims, misses }: Score): number => (claims > 0 ? 1 - misses / claims : 1);
  const best = cost(fixed.score);
  return {
    days,
    claims: ours.claims,
    hitRate: hitRate(ours),
    overhead: (ours.idleSeconds + ours.falls * leadSeconds) / seconds,
    staticSize: fixed.size,
    staticHitRate: hitRate(fixed.score),
    staticOverhead: fixed.score.idleSeconds / seconds,
    costRatio: best > 0 ? cost(ours) / best : cost(ours) > 0 ? Number.MAX_VALUE : 1,
  };
}

/** The cost of a fixed size falls, and then rises: more stock is idle longer and misses less. */
function bestFixed(tally: Tally, cost: (score: Score) => number, from: number, end: number): number {
  let best = { size: 0, score: scoreOf(tally, new Int32Array(end), from, end) };
  while (best.score.misses > 0) {
    const size = best.size + 1;
    const score = scoreOf(tally, new Int32Array(end).fill(size), from, end);
    if (cost(score) > cost(best.score)) break;
    best = { size, score };
  }
  return best.size;
}
