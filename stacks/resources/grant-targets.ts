/// <reference path="../../.sst/platform/config.d.ts" />
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { isQueueFed } from "../../functions/shared/manifest/row.ts";
import { type Grant, type GrantCondition, type GrantTarget, NAMES, POOLS, REGION } from "../grants.ts";
import type { Settings } from "../settings.ts";
import type { Bus } from "./bus.ts";
import type { Queues } from "./queues.ts";
import type { Topics } from "./topics.ts";

type Arns = readonly $util.Input<string>[];

/** Everything that a grant may be about, once it is there. */
export interface Made extends Queues, Topics, Bus {
  readonly table: aws.dynamodb.Table;
}

/** A statement of a policy, or none: without a role in any pool's profile there is nothing to pass on. */
export interface Statement {
  readonly actions: string[];
  readonly resources: $util.Input<string>[];
  readonly conditions: { test: string; variable: string; values: string[] }[];
}

/** Turns what a function may do into statements about what there is. */
export function statementsOf(
  settings: Settings,
  made: Made,
  ownLogs: aws.cloudwatch.LogGroup,
  grants: readonly Grant[],
): Statement[] {
  return grants.flatMap(({ actions, on, when = [] }) => {
    const resources = on.flatMap((place) => arnsOf(settings, made, ownLogs, place));
    if (resources.length === 0) return [];
    const conditions = when.map((condition) => ({ ...filled(settings, condition), variable: condition.key }));
    return [{ actions: [...actions], resources, conditions }];
  });
}

const filled = ({ launch, region }: Settings, { test, values }: GrantCondition) => ({
  test,
  values: values.flatMap((value) => {
    const all: Readonly<Record<string, readonly string[]>> = {
      [POOLS]: launch.pools,
      [NAMES]: launch.names,
      [REGION]: [region],
    };
    return all[value] ?? [value];
  }),
});

function arnsOf(settings: Settings, made: Made, ownLogs: aws.cloudwatch.LogGroup, place: GrantTarget): Arns {
  const { region, launch } = settings;
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const ec2 = (kind: string, ids: readonly string[] = ["*"], owner: $util.Input<string> = accountId): Arns =>
    ids.map((id) => $interpolate`arn:${partition}:ec2:${region}:${owner}:${kind}/${id}`);
  const [kind, name = ""] = place.split(/[:/](.*)/s);
  if (kind === "queue") return arnOf(made.feeding[name], place);
  if (kind === "dead") return arnOf(made.dead[name], place);
  if (place.startsWith("table/index/")) return [$interpolate`${made.table.arn}/${name}`];
  switch (place as Exclude<GrantTarget, `queue:${string}` | `dead:${string}` | `table/index/${string}`>) {
    case "table":
      return [made.table.arn];
    case "table/stream":
      return [made.table.streamArn];
    case "feeding queues":
      return Object.values(made.feeding).map(({ arn }) => arn);
    case "dead letters":
      return [...new Set(FUNCTIONS.filter(isQueueFed).flatMap(({ name }) => made.dead[name]?.arn ?? []))];
    case "failures":
      return [made.failures.arn];
    case "topic":
      return [made.notices.arn];
    case "alerts":
      return [made.alerts.arn];
    case "bus":
      return [made.bus.arn];
    case "archive":
      return [made.archive.arn];
    case "replays":
      return [$interpolate`arn:${partition}:events:${region}:${accountId}:replay/*`];
    case "rules":
      return Object.values(made.rules).map(({ arn }) => arn);
    case "own log group":
      return [$interpolate`${ownLogs.arn}:*`];
    case "instances":
      return ec2("instance");
    case "volumes":
      return ec2("volume");
    case "network interfaces":
      return ec2("network-interface");
    case "spot requests":
      return ec2("spot-instances-request");
    case "launchable subnets":
      return ec2("subnet", launch.subnets);
    case "launchable security groups":
      return ec2("security-group", launch.securityGroups);
    case "launchable images":
      // Images carry no account in their ARN. Source: Service Authorization Reference, Resource types defined by Amazon EC2.
      return ec2("image", launch.images, "");
    case "instance roles":
      return launch.instanceRoles;
    case "security groups":
      return ec2("security-group");
    case "elastic addresses":
      return ec2("elastic-ip");
    case "hosted zones":
      return launch.hostedZones.map((zone) => $interpolate`arn:${partition}:route53:::hostedzone/${zone}`);
    case "launch key":
      return launch.key === undefined ? [] : [launch.key];
    case "run documents":
      // AWS's own documents carry no account. Source: Service Authorization Reference, Resource types defined by AWS Systems Manager.
      return ["AWS-RunShellScript", "AWS-RunPowerShellScript"].map(
        (document) => $interpolate`arn:${partition}:ssm:${region}::document/${document}`,
      );
    case "*":
      return ["*"];
  }
}

function arnOf(resource: { readonly arn: $util.Output<string> } | undefined, place: GrantTarget): Arns {
  if (!resource) throw new Error(`a function may use ${place}, and nothing makes it: see functions/manifest.ts`);
  return [resource.arn];
}
