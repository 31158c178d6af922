import type { Bucket, Priority } from "../model/budget.ts";
import {
  BUDGET_BURST_MS,
  BUDGET_FACTOR_MIN,
  BUDGET_RECOVERY_MS,
  REFILL_LEAVES,
  SWEEP_LEAVES,
} from "../model/budget-limits.ts";
import type { BucketSize } from "../model/ec2-buckets.ts";
import { type Instant, SECOND_MS } from "../model/time.ts";

const LEAVES: Readonly<Record<Priority, number>> = { claim: 0, refill: REFILL_LEAVES, sweep: SWEEP_LEAVES };

/** A bucket that nobody has taken anything from. */
export const fullBucket = ({ tokens }: BucketSize, now: Instant): Bucket => ({
  tokens,
  factor: 1,
  at: now,
  taken: { claim: 0, refill: 0, sweep: 0 },
});

/** The bucket at a later moment: its rate has recovered, and what it got since is in it. In one step or in several, it is the same. */
export function bucketAt(bucket: Bucket, size: BucketSize, now: Instant): Bucket {
  const passed = Math.max(0, now - bucket.at);
  if (passed === 0) return bucket;
  const tokens = Math.min(size.tokens, bucket.tokens + (size.perSecond / SECOND_MS) * fullMs(bucket.factor, passed));
  const factor = Math.min(1, bucket.factor + passed / BUDGET_RECOVERY_MS);
  return { ...bucket, tokens, factor, at: now };
}

/** As how long of the documented rate a time counts in which the factor rises evenly to 1, ms. */
function fullMs(factor: number, passed: number): number {
  const rising = Math.min(passed, (1 - factor) * BUDGET_RECOVERY_MS);
  return factor * rising + rising ** 2 / (2 * BUDGET_RECOVERY_MS) + (passed - rising);
}

/** Tokens that must be there for a request of so many: what it takes, and what it leaves to those before it. A full bucket grants
 *  whatever fits into it, so that nobody starves where nobody else asks. */
export const needed = ({ tokens }: BucketSize, cost: number, priority: Priority): number =>
  Math.min(tokens, cost + tokens * LEAVES[priority]);

/** When so many tokens are there, if nothing takes any until then. */
export function fillsAt(bucket: Bucket, size: BucketSize, tokens: number, now: Instant): Instant {
  const lacking = tokens - bucketAt(bucket, size, now).tokens;
  if (lacking <= 0) return now;
  let [least, most] = [now, now + Math.ceil((lacking / size.perSecond) * SECOND_MS) + BUDGET_RECOVERY_MS];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (bucketAt(bucket, size, middle).tokens >= tokens) most = middle;
    else least = middle;
  }
  return most;
}

/** The bucket after EC2 throttled a call of it: empty, and at half the rate, as others of the account take the rest. Throttles within
 *  BUDGET_BURST_MS are of one burst. */
export function throttledBucket(bucket: Bucket, size: BucketSize, now: Instant): Bucket {
  const present = bucketAt(bucket, size, now);
  const isBurst = bucket.throttledAt !== undefined && now - bucket.throttledAt < BUDGET_BURST_MS;
  const factor = isBurst ? present.factor : Math.max(BUDGET_FACTOR_MIN, present.factor / 2);
  return { ...present, tokens: 0, factor, throttledAt: isBurst ? (bucket.throttledAt ?? now) : now };
}
