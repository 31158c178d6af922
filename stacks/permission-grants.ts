import type { Ec2Permission, OtherPermission, Permissions } from "../functions/shared/manifest/permissions.ts";
import { type Grant, inRegion, oursByTag, taggedOurs } from "./grants.ts";
import { OVERRIDES_AFTER_START, OVERRIDES_BEFORE_START } from "./override-grants.ts";

/** Passes on the roles in the pools' profiles, and to EC2 alone. */
const PASS_ROLES: Grant = {
  actions: ["iam:PassRole"],
  on: ["instance roles"],
  when: [{ test: "StringEquals", key: "iam:PassedToService", values: ["ec2.amazonaws.com"] }],
};

/** What may be asked of EC2. All but `describe` changes or reads only what carries the tag of one of our pools.
 *  Source: Service Authorization Reference, Actions for Amazon EC2. */
const EC2: Readonly<Record<Ec2Permission, readonly Grant[]>> = {
  // EC2 knows no resources for what is described.
  describe: [{ actions: ["ec2:DescribeInstances"], on: ["*"], when: [inRegion] }],
  "read-console": [{ actions: ["ec2:GetConsoleOutput"], on: ["instances"], when: [oursByTag] }],
  /** Launches what carries our tag from its first moment on, of the images, in the subnets and with the roles that pools may use.
   *  Source: EC2 User Guide, "Example policies to control access to the EC2 API", RunInstances. */
  launch: [
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
    PASS_ROLES,
  ],
  start: [{ actions: ["ec2:StartInstances"], on: ["instances"], when: [oursByTag] }],
  stop: [{ actions: ["ec2:StopInstances"], on: ["instances"], when: [oursByTag] }],
  // A launch tags the request of a Spot instance as it tags the instance.
  terminate: [
    { actions: ["ec2:TerminateInstances"], on: ["instances"], when: [oursByTag] },
    { actions: ["ec2:DescribeSpotInstanceRequests"], on: ["*"], when: [inRegion] },
    { actions: ["ec2:CancelSpotInstanceRequests"], on: ["spot requests"], when: [oursByTag] },
  ],
  "pass-roles": [PASS_ROLES],
};

const OTHERS: Readonly<Record<OtherPermission, readonly Grant[]>> = {
  "overrides-before-start": OVERRIDES_BEFORE_START,
  "overrides-after-start": OVERRIDES_AFTER_START,
  "make-launch-tokens": [{ actions: ["kms:GenerateMac"], on: ["launch key"] }],
  "verify-launch-tokens": [{ actions: ["kms:VerifyMac"], on: ["launch key"] }],
  publish: [
    { actions: ["sns:Publish"], on: ["topic"] },
    { actions: ["events:PutEvents"], on: ["bus"] },
  ],
  "alert-people": [{ actions: ["sns:Publish"], on: ["alerts"] }],
  "keep-failures": [{ actions: ["sqs:SendMessage"], on: ["failures"] }],
  /** Looks at every dead-letter queue, and sends back what is in it. */
  redrive: [
    {
      actions: ["sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"],
      on: ["dead letters"],
    },
    { actions: ["sqs:SendMessage"], on: ["feeding queues"] },
  ],
  /** Has the archive send notices again. Where they go is the one rule that the request names, which no permission can hold.
   *  Source: Service Authorization Reference, Actions for Amazon EventBridge. */
  "replay-archive": [
    { actions: ["events:StartReplay"], on: ["archive", "replays"] },
    { actions: ["events:DescribeReplay", "events:CancelReplay"], on: ["replays"] },
  ],
  // What feeds the functions.
  "inspect-feeds": [
    { actions: ["events:DescribeRule", "events:ListTargetsByRule"], on: ["rules"] },
    { actions: ["sqs:GetQueueAttributes"], on: ["feeding queues"] },
  ],
};

/** The statements that a function's permissions are. */
export const grantsFor = ({ items, indexes, sends, ec2 = [], also = [] }: Permissions): readonly Grant[] => [
  // A transaction needs what its parts need. Source: DynamoDB Developer Guide, "IAM and transactions".
  ...(items ? [{ actions: items.map((call) => `dynamodb:${call}`), on: ["table"] as const }] : []),
  ...(indexes ? [{ actions: ["dynamodb:Query"], on: indexes.map((index) => `table/index/${index}` as const) }] : []),
  ...(sends ? [{ actions: ["sqs:SendMessage"], on: sends.map((name) => `queue:${name}` as const) }] : []),
  ...ec2.flatMap((permission) => EC2[permission]),
  ...also.flatMap((permission) => OTHERS[permission]),
];
