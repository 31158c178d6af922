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
export interface Condition {
  readonly test: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a role's policy, which only ever allows. */
export interface Grant {
  readonly actions: readonly string[];
  readonly on: readonly GrantTarget[];
  readonly when?: readonly Condition[];
}

/** Stands for the patterns of pools in the settings, for those of names in DNS, and for the region. */
export const POOLS = "<pools>";
export const NAMES = "<names>";
export const REGION = "<region>";

export const oursByTag: Condition = { test: "StringLike", key: `aws:ResourceTag/${POOL_TAG}`, values: [POOLS] };
const taggedOurs: Condition = { test: "StringLike", key: `aws:RequestTag/${POOL_TAG}`, values: [POOLS] };
export const inRegion: Condition = { test: "StringEquals", key: "ec2:Region", values: [REGION] };

/** Items of the table, by what a call of DynamoDB's asks for. A transaction needs what its parts need.
 *  Source: DynamoDB Developer Guide, "IAM and transactions". */
export const items = (
  ...calls: readonly ("GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem")[]
): Grant => ({ actions: calls.map((call) => `dynamodb:${call}`), on: ["table"] });
export const queries = (...indexes: readonly string[]): Grant => ({
  actions: ["dynamodb:Query"],
  on: indexes.map((index): GrantTarget => `table/index/${index}`),
});

/** Sends to the queues that feed these functions. */
export const sends = (...functions: readonly string[]): Grant => ({
  actions: ["sqs:SendMessage"],
  on: functions.map((name): GrantTarget => `queue:${name}`),
});
/** Lays down what can never be done. */
export const mayDeadLetter = (name: string): Grant => ({ actions: ["sqs:SendMessage"], on: [`dead:${name}`] });
/** Looks at every dead-letter queue, and sends back what lies there. */
export const REDRIVES: readonly Grant[] = [
  {
    actions: ["sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"],
    on: ["dead letters"],
  },
  { actions: ["sqs:SendMessage"], on: ["feeding queues"] },
];
/** Has the archive send notices again. Where they go is the one rule that the request names, which no permission can hold.
 *  Source: Service Authorization Reference, Actions for Amazon EventBridge. */
export const REPLAYS: readonly Grant[] = [
  { actions: ["events:StartReplay"], on: ["archive", "replays"] },
  { actions: ["events:DescribeReplay", "events:CancelReplay"], on: ["replays"] },
];
/** Looks at what feeds the functions. */
export const CHECKS: readonly Grant[] = [
  { actions: ["events:DescribeRule", "events:ListTargetsByRule"], on: ["rules"] },
  { actions: ["sqs:GetQueueAttributes"], on: ["feeding queues"] },
];
const KEEPS_FAILURES: Grant = { actions: ["sqs:SendMessage"], on: ["failures"] };
export const PUBLISHES: readonly Grant[] = [
  { actions: ["sns:Publish"], on: ["topic"] },
  { actions: ["events:PutEvents"], on: ["bus"] },
];
const TELLS_PEOPLE: Grant = { actions: ["sns:Publish"], on: ["alerts"] };
/** Tells what was written: to subscribers, to people, and to the functions that go on from there. */
export const PUBLISHES_CHANGES: readonly Grant[] = [
  items("PutItem", "UpdateItem", "Query"),
  sends("plan-pool", "wake", "perform-action"),
  ...PUBLISHES,
  TELLS_PEOPLE,
  KEEPS_FAILURES,
];

/** EC2 knows no resources for these. Source: Service Authorization Reference, Actions for Amazon EC2. */
export const LOOKS: Grant = { actions: ["ec2:DescribeInstances"], on: ["*"], when: [inRegion] };

/** Reads what an instance of ours printed. */
export const READS_CONSOLE: Grant = { actions: ["ec2:GetConsoleOutput"], on: ["instances"], when: [oursByTag] };

/** Changes only what carries the tag of one of our pools. */
export const STARTS: Grant = { actions: ["ec2:StartInstances"], on: ["instances"], when: [oursByTag] };
export const STOPS: Grant = { actions: ["ec2:StopInstances"], on: ["instances"], when: [oursByTag] };
/** A launch tags the request of a Spot instance as it tags the instance. Source: Service Authorization Reference, Actions for Amazon
 *  EC2, CancelSpotInstanceRequests. */
export const TERMINATES: readonly Grant[] = [
  { actions: ["ec2:TerminateInstances"], on: ["instances"], when: [oursByTag] },
  { actions: ["ec2:DescribeSpotInstanceRequests"], on: ["*"], when: [inRegion] },
  { actions: ["ec2:CancelSpotInstanceRequests"], on: ["spot requests"], when: [oursByTag] },
];
/** Passes on the roles in the pools' profiles, and to EC2 alone. */
export const PASSES_ROLES: Grant = {
  actions: ["iam:PassRole"],
  on: ["instance roles"],
  when: [{ test: "StringEquals", key: "iam:PassedToService", values: ["ec2.amazonaws.com"] }],
};
/** Seals the tokens of launches, and judges seals. Source: Service Authorization Reference, Actions for AWS Key Management Service. */
export const SEALS: Grant = { actions: ["kms:GenerateMac"], on: ["launch key"] };
export const JUDGES_SEALS: Grant = { actions: ["kms:VerifyMac"], on: ["launch key"] };
/** Launches what carries our tag from its first moment on, of the images, in the subnets and with the roles that pools may use.
 *  Source: EC2 User Guide, "Example policies to control access to the EC2 API", RunInstances. */
export const LAUNCHES: readonly Grant[] = [
  {
    actions: ["ec2:RunInstances"],
    on: ["instances"],
    when: [taggedOurs, { test: "StringEquals", key: "ec2:MetadataHttpTokens", values: ["required"] }],
  },
  { actions: ["ec2:RunInstances"], on: ["volumes", "spot requests"], when: [taggedOurs] },
  {
    actions: ["ec2:RunInstances"],
    on: ["network interfaces", "launchable subnets", "launchable security groups", "launchable images"],
  },
  {
    actions: ["ec2:CreateTags"],
    on: ["instances", "volumes", "spot requests"],
    when: [taggedOurs, { test: "StringEquals", key: "ec2:CreateAction", values: ["RunInstances"] }],
  },
  PASSES_ROLES,
];
