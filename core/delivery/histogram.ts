import type { DelayBuckets } from "../model/delivery.ts";
import { PROBE_DELAY_MAX_MS } from "../model/limits.ts";

/** A log-linear histogram of whole milliseconds, in the manner of HdrHistogram (Gil Tene): buckets one ms wide up to 127 ms, and from
 *  there on 64 to every doubling. Sparse, so that a window of few probes is small; its buckets are fixed, so that histograms of the
 *  same time or of different ones are merged by adding. */
const PER_DOUBLING = 64;

/** The most that a time read from the histogram is off, relative to the true one. */
export const RELATIVE_ERROR: number = 1 / (2 * PER_DOUBLING);

/** The bucket of a delay in ms. Below zero, which clocks that differ make of a short one, is zero. */
export function bucketOf(ms: number): number {
  const value = Math.min(Math.max(Math.round(ms), 0), PROBE_DELAY_MAX_MS);
  const wider = widening(value);
  return PER_DOUBLING * wider + (value >>> wider);
}

/** How many times the buckets have doubled in width where a value lies. */
const widening = (value: number): number => Math.max(0, 31 - Math.clz32(value) - Math.log2(PER_DOUBLING));

/** The first and the last millisecond of a bucket. */
export function rangeOf(bucket: number): { readonly from: number; readonly to: number } {
  const wider = Math.max(0, Math.floor(bucket / PER_DOUBLING) - 1);
  const from = (bucket - PER_DOUBLING * wider) * 2 ** wider;
  return { from, to: from + 2 ** wider - 1 };
}

/** What a delay in this bucket is taken for, ms: off by RELATIVE_ERROR at most. */
export function middleOf(bucket: number): number {
  const { from, to } = rangeOf(bucket);
  return (from + to) / 2;
}

/** Both together. Associative and commutative, and {} is its nought. */
export function merged(one: DelayBuckets, other: DelayBuckets): DelayBuckets {
  const sum: Record<number, number> = { ...one };
  for (const [bucket, count] of Object.entries(other)) sum[Number(bucket)] = (sum[Number(bucket)] ?? 0) + count;
  return sum;
}

/** The buckets in the order of their delays, each with how many delays lie in it and before it. */
export function cumulated(buckets: DelayBuckets): readonly { readonly bucket: number; readonly count: number }[] {
  let count = 0;
  return Object.entries(buckets)
    .map(([bucket, here]) => [Number(bucket), here] as const)
    .sort(([one], [other]) => one - other)
    .map(([bucket, here]) => {
      count += here;
      return { bucket, count };
    });
}
