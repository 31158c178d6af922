import { bucketOf, merged } from "../../../core/delivery/histogram.ts";
import { type DelayBuckets, type DeliveryWindow, windowStart } from "../../../core/model/delivery.ts";
import { PROBE_WINDOW_MS } from "../../../core/model/limits.ts";
import { EPOCH } from "../../builders.ts";

/** Where the nth window from EPOCH's begins. */
export const startOf = (nth: number): number => windowStart(EPOCH) + nth * PROBE_WINDOW_MS;

/** The nth window of a path: these were sent, these of them arrived at these ms after its start, each after 100 ms. */
export const aWindow = (
  nth: number,
  sent: readonly number[],
  arrivedAfterMs: Readonly<Record<number, number>>,
  changes: Partial<DeliveryWindow> = {},
): DeliveryWindow => ({
  path: "sns-sqs",
  start: startOf(nth),
  sent,
  arrived: Object.entries(arrivedAfterMs).map(([seq, after]) => ({ seq: Number(seq), at: startOf(nth) + after })),
  buckets: Object.keys(arrivedAfterMs)
    .map((): DelayBuckets => ({ [bucketOf(100)]: 1 }))
    .reduce(merged, {}),
  doubles: 0,
  closed: false,
  ...changes,
});
