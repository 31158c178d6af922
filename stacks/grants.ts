import { POOL_TAG } from "../core/model/tags.ts";

/** What a policy is about, before there is an account: `stacks/resources/grant-targets.ts` turns each into ARNs. */
export type GrantTarget =
  | "table"
  | `table/index/${string}`
  | "table/stream"
  /** The queue that feeds a function, and where its messages die. */
  | `queue:${string}`
  | `dead:${string}`
  | "failures"
  /** Of all functions. */
  | "feeding queues"
  | "dead letters"
  | "topic"
  | "alerts"
  | "bus"
  | "archive"
  | "replays"
  | "rules"
  | "own log group"
  | "instances"
  | "volumes"
  | "network interfaces"
  | "spot requests"
  | "launchable subnets"
  | "launchable security groups"
  | "launchable images"
  | "instance roles"
  | "security groups"
  | "elastic addresses"
  /** That claims' names may go into. */
  | "hosted zones"
  /** That seals launch tokens. */
  | "launch key"
  /** AWS's own, that run one line on an instance. */
  | "run documents"
  /** For actions that know no resource. */
  | "*";

/** Operator, key and values. `<pools>` and `<region>` are filled in from the settings. */
export interface GrantCondition {
  readonly test: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a role's policy, which only ever allows. */
export interface Grant {
  readonly actions: readonly string[];
  readonly on: readonly GrantTarget[];
  readonly when?: readonly GrantCondition[];
}

/** Placeholders for the patterns of pools in the settings, for those of names in DNS, and for the region. */
export const POOLS = "<pools>";
export const NAMES = "<names>";
export const REGION = "<region>";

export const oursByTag: GrantCondition = { test: "StringLike", key: `aws:ResourceTag/${POOL_TAG}`, values: [POOLS] };
export const taggedOurs: GrantCondition = { test: "StringLike", key: `aws:RequestTag/${POOL_TAG}`, values: [POOLS] };
export const inRegion: GrantCondition = { test: "StringEquals", key: "ec2:Region", values: [REGION] };
