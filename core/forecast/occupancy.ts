import { BIN_SECONDS, type DemandHistory } from "./history.ts";

/** How many claims each bin had, and in how many different seconds. */
export type Counts = Pick<DemandHistory, "claims" | "moments">;

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

/** The occupancy of a lead time. Which seconds had claims is not known, but how many, so the claims of a bin are strewn over it in as
 *  many heaps, at places that are always the same for the same bin. */
export function occupancyOf(counts: Counts, leadSeconds: number): Occupancy {
  const bins = Math.max(0, Math.floor((counts.claims.length * BIN_SECONDS - leadSeconds) / BIN_SECONDS));
  const times = strewn(counts);
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
function strewn({ claims, moments }: Counts): Float64Array {
  let total = 0;
  for (let bin = 0; bin < claims.length; bin += 1) total += claims[bin]!;
  const times = new Float64Array(total);
  let size = 0;
  for (let bin = 0; bin < claims.length; bin += 1) {
    const begin = size;
    const count = claims[bin]!;
    const heaps = heapsOf(count, moments[bin]!);
    for (let heap = 0; heap < heaps; heap += 1) {
      const at = (bin + offeringOf(bin, heap)) * BIN_SECONDS;
      const end = begin + Math.round(((heap + 1) * count) / heaps);
      while (size < end) times[size++] = at;
    }
    if (size - begin > 1) times.subarray(begin, size).sort();
  }
  return times;
}

/** How many arrivals leave `seconds` different seconds of a bin behind, where some fall into the same by chance: of `n` at random,
 *  a second is saved by all with probability (1 - 1/300)^n. At most one a claim. */
const heapsOf = (claims: number, seconds: number): number =>
  seconds < BIN_SECONDS
    ? Math.min(claims, Math.round(Math.log(1 - seconds / BIN_SECONDS) / Math.log(1 - 1 / BIN_SECONDS)))
    : claims;

/** A place in [0, 1) that looks random: murmur3's finish over the two numbers. */
function offeringOf(bin: number, nth: number): number {
  let mixed = Math.imul(bin + 1, 0x9e3779b1) ^ Math.imul(nth + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
