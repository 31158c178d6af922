import { type Bucket, type Budget, PRIORITIES, type Priority } from "../model/budget.ts";
import { type BucketSize, REQUEST_BUCKETS, RESOURCE_BUCKETS, UNFILTERED_BUCKETS } from "../model/ec2-buckets.ts";
import type { Ec2Call } from "../model/ec2-calls.ts";
import type { Instant } from "../model/time.ts";
import { bucketAt, fillsAt, fullBucket, needed, throttledBucket } from "./bucket.ts";

/** A call that somebody would make of EC2. */
export interface Spending {
  readonly call: Ec2Call;
  /** Instances that it launches, starts, stops or terminates. Left out: 1. */
  readonly instances?: number;
  /** A read that names neither a page size nor a filter, such as a look by id. */
  readonly unfiltered?: boolean;
}

/** `granted`: the tokens are taken, and the call may be made now. `wait`: not before `retryAfterMs`, and nothing is taken. `split`: no
 *  request of so many instances ever fits; of `most` it does. */
export type BudgetAnswer =
  | { readonly kind: "granted"; readonly budget: Budget }
  | { readonly kind: "wait"; readonly retryAfterMs: number }
  | { readonly kind: "split"; readonly most: number };

interface Cost {
  readonly name: string;
  readonly size: BucketSize;
  readonly tokens: number;
}

/** Takes the tokens of a call from all its buckets, or from none. Claims may empty a bucket; refills leave a part of it to claims, and
 *  sweeps to both. */
export function spend(budget: Budget, spending: Spending, priority: Priority, now: Instant): BudgetAnswer {
  const costs = costsOf(spending);
  const tooLarge = costs.filter(({ tokens, size }) => tokens > size.tokens);
  if (tooLarge.length > 0) return { kind: "split", most: Math.min(...tooLarge.map(({ size }) => size.tokens)) };
  const readyAt = costs.map(({ name, size, tokens }) =>
    fillsAt(bucketIn(budget, name, size, now), size, needed(size, tokens, priority), now),
  );
  const retryAfterMs = Math.max(...readyAt) - now;
  if (retryAfterMs > 0) return { kind: "wait", retryAfterMs };
  const taken = costs.map(({ name, size, tokens }) => {
    const bucket = bucketIn(budget, name, size, now);
    const counted = { ...bucket.taken, [priority]: bucket.taken[priority] + tokens };
    return [name, { ...bucket, tokens: bucket.tokens - tokens, taken: counted }] as const;
  });
  return { kind: "granted", budget: { buckets: { ...budget.buckets, ...Object.fromEntries(taken) } } };
}

/** What EC2's throttle of a call teaches: which of its buckets was empty is not said, so that all of them are taken to be. */
export function throttled(budget: Budget, spending: Spending, now: Instant): Budget {
  const learned = costsOf(spending).map(
    ({ name, size }) => [name, throttledBucket(bucketIn(budget, name, size, now), size, now)] as const,
  );
  return { buckets: { ...budget.buckets, ...Object.fromEntries(learned) } };
}

/** The part that each priority took of all tokens taken of a bucket, 0 to 1; of none, nought each. */
export function sharesOf({ taken }: Pick<Bucket, "taken">): Readonly<Record<Priority, number>> {
  const all = PRIORITIES.reduce((sum, priority) => sum + taken[priority], 0);
  const share = (priority: Priority): number => (all === 0 ? 0 : taken[priority] / all);
  return { claim: share("claim"), refill: share("refill"), sweep: share("sweep") };
}

function costsOf({ call, instances = 1, unfiltered = false }: Spending): readonly Cost[] {
  const small = unfiltered ? UNFILTERED_BUCKETS[call] : undefined;
  const resource = RESOURCE_BUCKETS[call];
  return [
    small
      ? { name: `unfiltered/${call}`, size: small, tokens: 1 }
      : { name: `request/${call}`, size: REQUEST_BUCKETS[call], tokens: 1 },
    ...(resource ? [{ name: `resource/${call}`, size: resource, tokens: instances }] : []),
  ];
}

const bucketIn = ({ buckets }: Budget, name: string, size: BucketSize, now: Instant): Bucket => {
  const bucket = buckets[name];
  return bucket ? bucketAt(bucket, size, now) : fullBucket(size, now);
};
