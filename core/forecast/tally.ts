import type { Occupancy } from "./occupancy.ts";

/** Sums that answer at once what a target would have cost in a bin. */
export interface CostTally {
  readonly occupancy: Occupancy;
  /** Up to and with each level: claims, seconds, and level times seconds. */
  readonly claims: Float64Array;
  readonly seconds: Float64Array;
  readonly area: Float64Array;
}

/** The sums of an occupancy, level by level within each bin. */
export function tallyOf(occupancy: Occupancy): CostTally {
  const { bins, from, lowest, seconds: at, found } = occupancy;
  const claims = new Float64Array(found.length);
  const seconds = new Float64Array(found.length);
  const area = new Float64Array(found.length);
  for (let bin = 0; bin < bins; bin += 1) {
    let c = 0;
    let s = 0;
    let a = 0;
    for (let slot = from[bin]!; slot < from[bin + 1]!; slot += 1) {
      c += found[slot]!;
      s += at[slot]!;
      a += at[slot]! * (lowest[bin]! + slot - from[bin]!);
      claims[slot] = c;
      seconds[slot] = s;
      area[slot] = a;
    }
  }
  return { occupancy, claims, seconds, area };
}

/** What targets would have done over some bins. */
export interface Score {
  readonly claims: number;
  readonly misses: number;
  readonly idleSeconds: number;
  /** By how much the target fell, all falls together. */
  readonly falls: number;
}

/** What the targets of the bins from `begin` to before `end` would have done. */
export function scoreOf(
  { occupancy, claims, seconds, area }: CostTally,
  targets: ArrayLike<number>,
  begin: number,
  end: number,
): Score {
  const { from, lowest } = occupancy;
  let [all, misses, idleSeconds, falls] = [0, 0, 0, 0];
  for (let bin = begin; bin < end; bin += 1) {
    const target = targets[bin]!;
    if (bin > begin && target < targets[bin - 1]!) falls += targets[bin - 1]! - target;
    const last = from[bin + 1]! - 1;
    if (last < from[bin]!) continue;
    const total = claims[last]!;
    all += total;
    // The levels below the target.
    const slot = Math.min(last, from[bin]! + target - 1 - lowest[bin]!);
    if (slot < from[bin]!) misses += total;
    else {
      misses += total - claims[slot]!;
      idleSeconds += target * seconds[slot]! - area[slot]!;
    }
  }
  return { claims: all, misses, idleSeconds, falls };
}
