import type { DeliveryStatus } from "../../events/aws/sns-delivery-status.ts";
import { STATUS_DESTINATIONS_MAX } from "../model/limits.ts";
import { type CurvePoint, curveOf, longestOf, type Quantile, quantilesOf } from "./curve.ts";
import { bucketOf } from "./histogram.ts";

/** What SNS's own log says of one subscriber. Times run to just before the hand-over, and are over the successes that were logged:
 *  the sample rate is not in the log, so failures, which are all logged, cannot be set against them. */
export interface DestinationReport {
  /** A queue's or a function's ARN, a URL; `(others)`: beyond STATUS_DESTINATIONS_MAX. */
  readonly destination: string;
  readonly delivered: number;
  readonly failed: number;
  /** Deliveries that took more than one attempt. */
  readonly retried: number;
  readonly quantiles: readonly Quantile[];
  /** ms. */
  readonly longest?: number;
  readonly curve: readonly CurvePoint[];
}

/** Collects status lines, any number of them, in memory bounded by the destinations. */
export interface StatusCollector {
  add(status: DeliveryStatus): void;
  /** In the order of the destinations. */
  report(): readonly DestinationReport[];
}

export const OTHERS = "(others)";

/** An empty collector, to be fed line by line. */
export function statusCollector(): StatusCollector {
  const kept = new Map<
    string,
    { delivered: number; failed: number; retried: number; buckets: Record<number, number> }
  >();
  const isKnown = (name: string): boolean => kept.has(name) || kept.size < STATUS_DESTINATIONS_MAX;
  return {
    add({ delivery: { destination, dwellTimeMs, attempts }, status }) {
      const name = isKnown(destination) ? destination : OTHERS;
      const row = kept.get(name) ?? { delivered: 0, failed: 0, retried: 0, buckets: {} };
      kept.set(name, row);
      if (attempts > 1) row.retried += 1;
      if (status === "FAILURE") {
        row.failed += 1;
        return;
      }
      const bucket = bucketOf(dwellTimeMs);
      row.delivered += 1;
      row.buckets[bucket] = (row.buckets[bucket] ?? 0) + 1;
    },
    report: () =>
      [...kept]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([destination, { buckets, ...counts }]) => {
          const longest = longestOf(buckets);
          return {
            destination,
            ...counts,
            quantiles: quantilesOf(buckets, counts.delivered),
            ...(longest !== undefined && { longest }),
            curve: curveOf(buckets, counts.delivered),
          };
        }),
  };
}
