import {
  type BucketSize,
  REQUEST_BUCKETS,
  RESOURCE_BUCKETS,
  UNFILTERED_BUCKETS,
} from "../../core/model/ec2-buckets.ts";
import type { Ec2Call } from "../../core/model/ec2-calls.ts";
import { type Instant, SECOND_MS } from "../../core/model/time.ts";
import type { Ec2CallName } from "./call-names.ts";

interface Bucket {
  tokens: number;
  at: Instant;
}

/** EC2's token buckets of one account and region. */
export interface TokenBuckets {
  /** Takes a token for the request, and one for each of its instances. False: there are not enough, and none is taken. `part`: of the
   *  documented sizes and refill rates. */
  take(call: Ec2CallName, resources: number, part: number): boolean;
}

export function buckets(now: () => Instant): TokenBuckets {
  const known = new Map<string, Bucket>();

  function filled(name: string, { tokens, perSecond }: BucketSize, part: number): Bucket {
    const most = Math.max(1, tokens * part);
    const bucket = known.get(name) ?? { tokens: most, at: now() };
    known.set(name, bucket);
    bucket.tokens = Math.min(most, bucket.tokens + (perSecond * part * (now() - bucket.at)) / SECOND_MS);
    bucket.at = now();
    return bucket;
  }

  return {
    take(name, resources, part) {
      const isById = name === "DescribeInstancesById";
      const call: Ec2Call = isById ? "DescribeInstances" : name;
      const requestSize = isById ? (UNFILTERED_BUCKETS[call] ?? REQUEST_BUCKETS[call]) : REQUEST_BUCKETS[call];
      const requests = filled(name, requestSize, part);
      const resourceSize = RESOURCE_BUCKETS[call];
      const instances = resourceSize && filled(`${name}/instances`, resourceSize, part);
      if (requests.tokens < 1 || (instances && instances.tokens < resources)) return false;
      requests.tokens -= 1;
      if (instances) instances.tokens -= resources;
      return true;
    },
  };
}
