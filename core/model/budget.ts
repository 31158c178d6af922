import type { Instant } from "./time.ts";

/** Who asks EC2, the most important first. */
export const PRIORITIES = ["claim", "refill", "sweep"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What is known of one bucket of EC2's. */
export interface Bucket {
  /** As of `at`; never more than the bucket holds, and below nought never. */
  readonly tokens: number;
  /** The part of the documented rate that EC2 grants the plane, as learned from its throttles, as of `at`: 0 to 1. */
  readonly factor: number;
  readonly at: Instant;
  /** When it throttled last. */
  readonly throttledAt?: Instant;
  /** Tokens taken so far, by who took them. */
  readonly taken: Readonly<Record<Priority, number>>;
}

/** The buckets of an account in one region, by name: `request/RunInstances`, `unfiltered/DescribeInstances`,
 *  `resource/StartInstances`. One that is not there is full. */
export interface Budget {
  readonly buckets: Readonly<Record<string, Bucket>>;
}

export const newBudget = (): Budget => ({ buckets: {} });
