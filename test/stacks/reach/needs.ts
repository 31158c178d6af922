import type { QueueName } from "../../../core/ports/messages.ts";
import { functionsFedBy } from "../../../functions/shared/manifest/functions.ts";
import type { FunctionRow } from "../../../functions/shared/manifest/row.ts";
import type { Grant } from "../../../stacks/grants.ts";
import type { Sent } from "./commands-sent.ts";

/** IAM's actions by the document client's commands; the rest are named after their commands. A transaction takes what its parts take. */
const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  Get: "GetItem",
  TransactGet: "GetItem",
  BatchGet: "BatchGetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
};
/** Batches are authorized as what is in them. Source: Service Authorization Reference, Amazon SQS, Amazon SNS. */
const BATCHES: Readonly<Record<string, string>> = { SendMessageBatch: "SendMessage", PublishBatch: "Publish" };

/** What a command takes beside the permission of its own name, and on what. */
const EC2: Readonly<Record<string, readonly string[]>> = {
  RunInstances: [
    "ec2:RunInstances on instances",
    "ec2:RunInstances on volumes",
    "ec2:RunInstances on network interfaces",
    "ec2:RunInstances on spot requests",
    "ec2:RunInstances on launchable subnets",
    "ec2:RunInstances on launchable security groups",
    "ec2:RunInstances on launchable images",
    "ec2:CreateTags on instances",
    "ec2:CreateTags on volumes",
    "ec2:CreateTags on spot requests",
    "iam:PassRole on instance roles",
  ],
  StartInstances: ["ec2:StartInstances on instances"],
  StopInstances: ["ec2:StopInstances on instances"],
  TerminateInstances: ["ec2:TerminateInstances on instances"],
  ModifyInstanceAttribute: [
    "ec2:ModifyInstanceAttribute on instances",
    "ec2:ModifyInstanceAttribute on security groups",
  ],
  DeleteTags: ["ec2:DeleteTags on instances"],
  AttachNetworkInterface: [
    "ec2:AttachNetworkInterface on instances",
    "ec2:AttachNetworkInterface on network interfaces",
  ],
  DescribeNetworkInterfaces: ["ec2:DescribeNetworkInterfaces on *"],
  ModifyVolume: ["ec2:ModifyVolume on volumes"],
  DescribeVolumes: ["ec2:DescribeVolumes on *"],
  AssociateAddress: ["ec2:AssociateAddress on instances", "ec2:AssociateAddress on elastic addresses"],
  DescribeAddresses: ["ec2:DescribeAddresses on *"],
  AssociateIamInstanceProfile: ["ec2:AssociateIamInstanceProfile on instances", "iam:PassRole on instance roles"],
  ReplaceIamInstanceProfileAssociation: [
    "ec2:ReplaceIamInstanceProfileAssociation on instances",
    "iam:PassRole on instance roles",
  ],
  DisassociateIamInstanceProfile: ["ec2:DisassociateIamInstanceProfile on instances"],
  DescribeIamInstanceProfileAssociations: ["ec2:DescribeIamInstanceProfileAssociations on *"],
  CreateTags: ["ec2:CreateTags on instances"],
  DescribeInstances: ["ec2:DescribeInstances on *"],
  GetConsoleOutput: ["ec2:GetConsoleOutput on instances"],
  DescribeSpotInstanceRequests: ["ec2:DescribeSpotInstanceRequests on *"],
  CancelSpotInstanceRequests: ["ec2:CancelSpotInstanceRequests on spot requests"],
};

/** What carries what a port sends. */
const CARRIED_BY: Readonly<Record<string, QueueName>> = {
  actions: "actions",
  planRequests: "plans",
  timers: "timers",
  sweepRequests: "sweeps",
};
/** Where a port sends to. */
const QUEUES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(CARRIED_BY).map(([port, queue]) => [
      port,
      `queue:${functionsFedBy("queue").find(({ fed }) => fed.queue === queue)?.name}`,
    ]),
  ),
  failures: "failures",
  feeds: "feeding queues",
};
const TOPICS: Readonly<Record<string, string>> = { people: "alerts", publisher: "topic", probes: "topic" };
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  PutEvents: ["bus"],
  StartReplay: ["archive", "replays"],
  DescribeReplay: ["replays"],
  CancelReplay: ["replays"],
  DescribeRule: ["rules"],
  ListTargetsByRule: ["rules"],
};

/** What the code of a function needs to be allowed, as `action on place`. */
export function needsOf(
  one: FunctionRow,
  used: ReadonlySet<string>,
  sent: ReadonlyMap<string, Sent>,
): ReadonlySet<string> {
  const needs = new Set<string>();
  for (const [method, { commands, queried }] of sent) {
    if (!used.has(method)) continue;
    for (const command of commands)
      for (const need of command === "dynamodb:Query" ? queries(queried) : needsFor(method, command, one))
        needs.add(need);
  }
  return needs;
}

const queries = (queried: ReadonlySet<string>): readonly string[] =>
  [...queried].map((index) => `dynamodb:Query on ${index === "" ? "table" : `table/index/${index}`}`);

function needsFor(method: string, sent: string, one: FunctionRow): readonly string[] {
  const [client = "", command = ""] = sent.split(":");
  const [port = ""] = method.split(".");
  const action = `${client}:${BATCHES[command] ?? command}`;
  const on = (...places: readonly (string | undefined)[]) => places.map((place) => `${action} on ${place}`);
  switch (client) {
    case "dynamodb":
      return [`dynamodb:${ITEM_ACTIONS[command]} on table`];
    case "ec2":
      return EC2[command] ?? [`ec2:${command} on nobody knows what`];
    case "route-53":
      return [`route53:${command} on hosted zones`];
    case "kms":
      return [`kms:${command} on launch key`];
    case "ssm":
      return on("instances", "run documents");
    case "sqs":
      return port === "deadLetters" ? on(graveOf(method, command, one)) : on(QUEUES[port]);
    case "sns":
      return on(TOPICS[port]);
    default:
      return (EVENTS[command] ?? []).map((place) => `events:${command} on ${place}`);
  }
}

/** A function expires in its own dead-letter queue; a caller that looks and redrives may do so in all of them. */
function graveOf(method: string, command: string, one: FunctionRow): string {
  if (method !== "deadLetters.deadLetter") return command === "SendMessage" ? "feeding queues" : "dead letters";
  return one.fed.by === "redrive" ? "failures" : `dead:${one.name}`;
}

/** What grants allow, in the same words. */
export const allowedBy = (grants: readonly Grant[]): ReadonlySet<string> =>
  new Set(grants.flatMap(({ actions, on }) => actions.flatMap((action) => on.map((place) => `${action} on ${place}`))));
