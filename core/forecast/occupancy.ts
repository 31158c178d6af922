import { BIN_SECONDS } from "./history.ts";

/** How many claims the lead time before each moment held, per bin in which the stock for that moment had to be ordered.
 *  A base stock of `n` is idle by `n` less that number, and a claim that finds it at `n` or more is a miss. So the cost of
 *  every target can be read from here, for any group of bins, without another simulation. */
export interface Occupancy {
  /** Bins whose whole effect has been seen. */
  readonly bins: number;
  /** Where the levels of a bin begin in the two arrays below; one longer than `bins`. */
  readonly from: Int32Array;
  /** The lowest level of each bin; the others follow without a gap. */
  readonly lowest: Int32Array;
  /** Seconds at each level. */
  readonly seconds: Float64Array;
  /** Claims that found each level. */
  readonly found: Float64Array;
}

/** The occupancy of a lead time. Counts know no seconds, so the claims of a bin are strewn over it: in batches of `batch`
 *  that come at one moment, at places that are always the same for the same bin and count. */
export function occupancyOf(claims: ArrayLike<number>, leadSeconds: number, batch: number): Occupancy {
  const bins = Math.max(0, Math.floor((claims.length * BIN_SECONDS - leadSeconds) / BIN_SECONDS));
  const times = strewn(claims, batch);
  const from = new Int32Array(bins + 1);
  const lowest = new Int32Array(bins);
  // Within a bin the level moves by one with each claim that comes or leaves.
  const seconds = new Float64Array(times.length * 2 + bins);
  const found = new Float64Array(times.length * 2 + bins);
  let size = 0;
  const secondsAt = new Float64Array(times.length + 1);
  const foundAt = new Int32Array(times.length + 1);
  let next = 0;
  while (next < times.length && times[next]! < leadSeconds) next += 1;
  let oldest = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    let at = bin * BIN_SECONDS + leadSeconds;
    const end = at + BIN_SECONDS;
    while (oldest < next && times[oldest]! + leadSeconds <= at) oldest += 1;
    let low = next - oldest;
    let high = low;
    while (at < end) {
      const level = next - oldest;
      if (level < low) low = level;
      if (level > high) high = level;
      const leaves = oldest < next ? times[oldest]! + leadSeconds : end;
      const comes = next < times.length ? times[next]! : end;
      const until = Math.min(leaves, comes, end);
      secondsAt[level]! += until - at;
      at = until;
      if (until >= end) break;
      if (leaves <= comes) oldest += 1;
      else {
        foundAt[level]! += 1;
        next += 1;
      }
    }
    lowest[bin] = low;
    for (let level = low; level <= high; level += 1) {
      seconds[size] = secondsAt[level]!;
      found[size] = foundAt[level]!;
      size += 1;
      secondsAt[level] = 0;
      foundAt[level] = 0;
    }
    from[bin + 1] = size;
  }
  return { bins, from, lowest, seconds: seconds.subarray(0, size), found: found.subarray(0, size) };
}

/** Seconds from the first bin on, ascending. */
function strewn(claims: ArrayLike<number>, batch: number): Float64Array {
  let total = 0;
  for (let bin = 0; bin < claims.length; bin += 1) total += claims[bin]!;
  const times = new Float64Array(total);
  let size = 0;
  for (let bin = 0; bin < claims.length; bin += 1) {
    const begin = size;
    const count = claims[bin]!;
    for (let placed = 0; placed < count; placed += batch) {
      const at = (bin + placeOf(bin, placed)) * BIN_SECONDS;
      for (let each = placed; each < Math.min(count, placed + batch); each += 1) times[size++] = at;
    }
    if (size - begin > 1) times.subarray(begin, size).sort();
  }
  return times;
}

/** A place in [0, 1) that looks random: murmur3's finish over the two numbers. */
function placeOf(bin: number, nth: number): number {
  let mixed = Math.imul(bin + 1, 0x9e3779b1) ^ Math.imul(nth + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
