import type { Ec2Call } from "./ec2-calls.ts";

/** A token bucket: how many tokens it holds at most, and how many it gets each second. */
export interface BucketSize {
  readonly tokens: number;
  readonly perSecond: number;
}

/** EC2's buckets of one account in one region, before any increase that the account was granted.
 *  Source of all of them: EC2 Developer Guide, Request throttling for the Amazon EC2 API, Request token bucket sizes and refill rates,
 *  and Resource token bucket sizes and refill rates. */
const NON_MUTATING: BucketSize = { tokens: 100, perSecond: 20 };
const MUTATING: BucketSize = { tokens: 50, perSecond: 5 };
const RESOURCE_INTENSIVE: BucketSize = { tokens: 50, perSecond: 5 };

/** One token for each request. Each API has a bucket of its own. */
export const REQUEST_BUCKETS: Readonly<Record<Ec2Call, BucketSize>> = {
  RunInstances: { tokens: 5, perSecond: 2 },
  StartInstances: { tokens: 5, perSecond: 2 },
  StopInstances: MUTATING,
  TerminateInstances: { tokens: 100, perSecond: 5 },
  CancelSpotInstanceRequests: RESOURCE_INTENSIVE,
  ModifyInstanceAttribute: MUTATING,
  ModifyVolume: MUTATING,
  CreateTags: { tokens: 100, perSecond: 10 },
  DeleteTags: { tokens: 100, perSecond: 10 },
  AssociateAddress: MUTATING,
  AttachNetworkInterface: MUTATING,
  AssociateIamInstanceProfile: { tokens: 100, perSecond: 5 },
  DisassociateIamInstanceProfile: { tokens: 100, perSecond: 5 },
  ReplaceIamInstanceProfileAssociation: MUTATING,
  DescribeInstances: NON_MUTATING,
  DescribeInstanceStatus: NON_MUTATING,
  DescribeVolumes: NON_MUTATING,
  DescribeAddresses: NON_MUTATING,
  DescribeNetworkInterfaces: NON_MUTATING,
  DescribeIamInstanceProfileAssociations: NON_MUTATING,
  DescribeSpotInstanceRequests: NON_MUTATING,
  GetConsoleOutput: NON_MUTATING,
};

/** "A specific subset of non-mutating API actions that, when requested without specifying either pagination or a filter, use tokens from
 *  a smaller token bucket": a look by id is such a request. */
export const UNFILTERED_BUCKETS: Readonly<Partial<Record<Ec2Call, BucketSize>>> = {
  DescribeInstances: { tokens: 50, perSecond: 10 },
  DescribeInstanceStatus: { tokens: 50, perSecond: 10 },
  DescribeNetworkInterfaces: { tokens: 50, perSecond: 10 },
  DescribeSpotInstanceRequests: { tokens: 50, perSecond: 10 },
  DescribeVolumes: { tokens: 50, perSecond: 10 },
};

/** One token for each instance that a request launches, starts, stops or terminates, beside the request's own. */
export const RESOURCE_BUCKETS: Readonly<Partial<Record<Ec2Call, BucketSize>>> = {
  RunInstances: { tokens: 1_000, perSecond: 2 },
  StartInstances: { tokens: 1_000, perSecond: 2 },
  StopInstances: { tokens: 1_000, perSecond: 20 },
  TerminateInstances: { tokens: 1_000, perSecond: 20 },
};
