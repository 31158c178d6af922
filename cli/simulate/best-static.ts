import type { Span } from "./base-stock.ts";

/** What every fixed size would have made of the claims, from one pass: index is the size. */
export interface Sizes {
  readonly hitRate: readonly number[];
  readonly overhead: readonly number[];
}

/** A fixed size `n` is idle by `n` less the claims of the lead time before, and hits when there are fewer than `n` of them. */
export function fixedSizes(arrivals: Float64Array, leadSeconds: number, { from, to }: Span): Sizes {
  const seconds: number[] = [];
  const found: number[] = [];
  let [level, last, oldest, claims] = [0, from, 0, 0];
  const pass = (at: number): void => {
    if (at > last) {
      seconds[level] = (seconds[level] ?? 0) + at - last;
      last = at;
    }
  };
  const leave = (until: number): void => {
    for (; level > 0 && arrivals[oldest]! + leadSeconds <= until; oldest += 1, level -= 1)
      pass(arrivals[oldest]! + leadSeconds);
  };
  for (const at of arrivals) {
    if (at >= to) break;
    leave(at);
    pass(at);
    if (at >= from) {
      found[level] = (found[level] ?? 0) + 1;
      claims += 1;
    }
    level += 1;
  }
  leave(to);
  pass(to);
  const [hitRate, overhead] = [[0], [0]];
  let [hits, below, idle] = [0, 0, 0];
  for (let size = 0; size < Math.max(seconds.length, found.length); size += 1) {
    hits += found[size] ?? 0;
    below += seconds[size] ?? 0;
    idle += below;
    hitRate.push(claims > 0 ? hits / claims : 1);
    overhead.push(idle / (to - from));
  }
  return { hitRate, overhead };
}

/** The fixed size with this hit rate and its overhead. Between two whole sizes both are mixed, as if a coin were tossed at the
 *  beginning of each day: hit rate and overhead are then the means. */
export function sizeAt(
  { hitRate, overhead }: Sizes,
  wanted: number,
): { readonly n: number; readonly overhead: number } {
  const above = hitRate.findIndex((rate) => rate >= wanted);
  if (above === 0) return { n: 0, overhead: 0 };
  const upper = above < 0 ? hitRate.length - 1 : above;
  const lower = upper - 1;
  const part = (wanted - hitRate[lower]!) / (hitRate[upper]! - hitRate[lower]!);
  return { n: lower + part, overhead: overhead[lower]! + part * (overhead[upper]! - overhead[lower]!) };
}
