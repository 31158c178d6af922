import { DAY_BINS, type DemandHistory } from "./history.ts";
import { occupancyOf } from "./occupancy.ts";
import { scoreOf, tallyOf } from "./tally.ts";

const SIZES = [1, 2, 4, 8, 16];
/** How much better another size must explain the misses, so that it does not change back and forth. */
const BETTER = 0.9;

/** How many claims come at one moment: `now`, or the size that explains much better, with the targets that were in force, how
 *  many claims of each day missed. Counts alone cannot tell eight at once from eight in five minutes. */
export function batchOf(history: DemandHistory, leadSeconds: number, now: number): number {
  let best = now;
  let least = unexplained(history, leadSeconds, now) * BETTER;
  for (const size of SIZES) {
    const off = size === now ? least : unexplained(history, leadSeconds, size);
    if (off < least) [best, least] = [size, off];
  }
  return best;
}

/** By how many misses the days differ from what batches of this size would have made of them. */
function unexplained({ claims, misses, targets }: DemandHistory, leadSeconds: number, size: number): number {
  const tally = tallyOf(occupancyOf(claims, leadSeconds, size));
  let off = 0;
  for (let day = 0; day + DAY_BINS <= claims.length; day += DAY_BINS) {
    if (targets[day]! < 0) continue;
    let missed = 0;
    for (let bin = day; bin < day + DAY_BINS; bin += 1) missed += misses[bin]!;
    off += Math.abs(scoreOf(tally, targets, day, Math.min(tally.occupancy.bins, day + DAY_BINS)).misses - missed);
  }
  return off;
}
