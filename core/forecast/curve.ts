import type { Occupancy } from "./occupancy.ts";

/** The stock that is best at a forecast level: straight between points, and beyond the last one more per unit of level. */
export interface Curve {
  readonly levels: Float64Array;
  readonly stocks: Float64Array;
}

const GROUPS_MAX = 14;
/** Bins that a group should have, so that its average says something. */
const GROUP_BINS_MIN = 150;
/** Makes the groups of the busiest bins smaller: that is where misses are. */
const SKEW = 1.5;

/** Bins grouped by forecast level, each group with how long and how often each occupancy was seen in it. */
export interface Groups {
  readonly levels: Float64Array;
  readonly bins: Float64Array;
  /** One row per group, `width` long. */
  readonly seconds: Float64Array;
  readonly found: Float64Array;
  readonly width: number;
}

/** The bins from `begin` to before `end` in groups by their level, the busiest in smaller ones. */
export function groupsOf(occupancy: Occupancy, levels: Float64Array, begin: number, end: number): Groups {
  const sorted = levels.slice(begin, end).sort();
  const count = Math.max(1, Math.min(GROUPS_MAX, Math.floor(sorted.length / GROUP_BINS_MIN)));
  const edges: number[] = [];
  for (let group = 1; group < count; group += 1)
    edges.push(sorted[Math.floor(sorted.length * (1 - (1 - group / count) ** SKEW))]!);
  let width = 1;
  for (let bin = begin; bin < end; bin += 1)
    width = Math.max(width, occupancy.lowest[bin]! + occupancy.from[bin + 1]! - occupancy.from[bin]!);
  const sums = new Float64Array(count);
  const bins = new Float64Array(count);
  const seconds = new Float64Array(count * width);
  const found = new Float64Array(count * width);
  for (let bin = begin; bin < end; bin += 1) {
    const group = groupAt(edges, levels[bin]!);
    sums[group]! += levels[bin]!;
    bins[group]! += 1;
    const base = group * width + occupancy.lowest[bin]! - occupancy.from[bin]!;
    for (let at = occupancy.from[bin]!; at < occupancy.from[bin + 1]!; at += 1) {
      seconds[base + at]! += occupancy.seconds[at]!;
      found[base + at]! += occupancy.found[at]!;
    }
  }
  return { levels: sums.map((sum, group) => sum / Math.max(1, bins[group]!)), bins, seconds, found, width };
}

function groupAt(edges: readonly number[], level: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (level < edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The best stock of each group where a miss costs `price` idle seconds, never falling as the level rises: unmanaged instances that
 *  would have it fall become one group. */
export function curveAt(groups: Groups, price: number): Curve {
  const { width } = groups;
  const points: Point[] = [];
  for (let group = 0; group < groups.levels.length; group += 1) {
    if (groups.bins[group] === 0) continue;
    const row = group * width;
    let point = pointOf(
      groups.levels[group]!,
      groups.bins[group]!,
      groups.seconds.subarray(row, row + width),
      groups.found.subarray(row, row + width),
      price,
    );
    for (let below = points.at(-1); below && below.stock > point.stock; below = points.at(-1)) {
      points.pop();
      point = together(below, point, price);
    }
    points.push(point);
  }
  return {
    levels: Float64Array.from(points, ({ level }) => level),
    stocks: Float64Array.from(points, ({ stock }) => stock),
  };
}

interface Point {
  readonly level: number;
  readonly bins: number;
  readonly seconds: Float64Array;
  readonly found: Float64Array;
  readonly stock: number;
}

function together(a: Point, b: Point, price: number): Point {
  const bins = a.bins + b.bins;
  return pointOf(
    (a.level * a.bins + b.level * b.bins) / bins,
    bins,
    a.seconds.map((value, level) => value + b.seconds[level]!),
    a.found.map((value, level) => value + b.found[level]!),
    price,
  );
}

function pointOf(level: number, bins: number, seconds: Float64Array, found: Float64Array, price: number): Point {
  let misses = 0;
  for (const claims of found) misses += claims;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let idle = 0;
  let below = 0;
  for (let stock = 0; stock <= found.length; stock += 1) {
    const cost = idle + price * misses;
    if (cost < least - 1e-9) {
      least = cost;
      best = stock;
    }
    if (stock === found.length) break;
    below += seconds[stock]!;
    idle += below;
    misses -= found[stock]!;
  }
  return { level, bins, seconds, found, stock: best };
}

/** The stock at a level; not whole between points. */
export function stockAt({ levels, stocks }: Curve, level: number): number {
  const last = levels.length - 1;
  if (last < 0) return 0;
  if (level <= levels[0]!) return stocks[0]!;
  if (level >= levels[last]!) return stocks[last]! + level - levels[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (levels[middle]! <= level) low = middle;
    else high = middle;
  }
  const part = (level - levels[low]!) / (levels[high]! - levels[low]!);
  return stocks[low]! + part * (stocks[high]! - stocks[low]!);
}
