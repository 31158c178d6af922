import type { DelayBuckets } from "../model/delivery.ts";
import { cumulated, middleOf, rangeOf } from "./histogram.ts";

/** The percentiles of delivery times that are reported. */
export const QUANTILES = [0.5, 0.9, 0.99, 0.999] as const;

/** P(delivered within `ms`): of all that were sent, this part had arrived. */
export interface CurvePoint {
  readonly ms: number;
  readonly count: number;
  readonly p: number;
}

/** The time within which a part of all was delivered. */
export type Quantile =
  | { readonly of: number; readonly ms: number }
  /** few: it takes 1 / (1 − of) samples for one of them to be beyond it. · missing: more than the rest is not here. */
  | { readonly of: number; readonly unknown: "few" | "missing" };

/** The whole curve, a point for each bucket that holds something, at the bucket's end. `all`: how many were sent, here or not. */
export const curveOf = (buckets: DelayBuckets, all: number): readonly CurvePoint[] =>
  cumulated(buckets).map(({ bucket, count }) => ({ ms: rangeOf(bucket).to, count, p: count / all }));

/** Quantiles over all that were sent: what is not here takes for ever. Off by RELATIVE_ERROR. */
export const quantilesOf = (buckets: DelayBuckets, all: number): readonly Quantile[] => {
  const steps = cumulated(buckets);
  return QUANTILES.map((of) => {
    if (all < samplesFor(of)) return { of, unknown: "few" };
    const rank = Math.ceil(all * of);
    const step = steps.find(({ count }) => count >= rank);
    return step ? { of, ms: middleOf(step.bucket) } : { of, unknown: "missing" };
  });
};

/** Fewer samples say nothing of a quantile: none of them is expected beyond it. */
export const samplesFor = (of: number): number => Math.round(1 / (1 - of));

/** The longest delay, off by RELATIVE_ERROR; undefined: there is none. */
export function longestOf(buckets: DelayBuckets): number | undefined {
  const last = cumulated(buckets).at(-1);
  return last && middleOf(last.bucket);
}
