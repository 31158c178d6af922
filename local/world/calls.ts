import type { InstanceId } from "../../core/model/ids.ts";
import { THROTTLED_WAIT_MS } from "../../core/model/limits.ts";
import { PortError } from "../../core/ports/errors.ts";
import type { TokenBuckets } from "./buckets.ts";
import { EC2_CALL_NAMES, type Ec2CallName } from "./call-names.ts";
import type { Troubles } from "./troubles.ts";

/** Calls of EC2's API, by name. */
export interface Ec2CallCounts {
  /** Counts a call. Throws what EC2 answers when a token bucket is empty (`retry-after`); such a call is counted too. */
  count(name: Ec2CallName, of?: InstanceId, resources?: number): void;
  counts(): Readonly<Record<Ec2CallName, number>>;
}

export interface CallParts {
  /** Is called with the instances that a describing call was about; undefined: all. */
  readonly onDescribed: (of: InstanceId | undefined) => void;
  readonly buckets: TokenBuckets;
  readonly troubles: Troubles;
}

export function callCounts({ onDescribed, buckets, troubles }: CallParts): Ec2CallCounts {
  const counts = Object.fromEntries(EC2_CALL_NAMES.map((name) => [name, 0])) as Record<Ec2CallName, number>;
  return {
    count(name, of, resources = 1) {
      counts[name] += 1;
      if (troubles.strike("buckets", undefined, ({ part }) => !buckets.take(name, resources, part)))
        throw new PortError("retry-after", "RequestLimitExceeded", name, { retryAfterMs: THROTTLED_WAIT_MS });
      if (name === "DescribeInstances" || name === "DescribeInstancesById") onDescribed(of);
    },
    counts: () => ({ ...counts }),
  };
}
