import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";
import { grantsOf } from "../../stacks/fed-grants.ts";
import type { Grant, GrantCondition, GrantTarget } from "../../stacks/grants.ts";
import { code, markdownPage, markdownTable, origin } from "./markdown.ts";

/** What each function's role allows: which actions, on what, under which condition. */
export const permissionsPage = (): string =>
  markdownPage(
    origin("functions/manifest.ts"),
    "# Permissions",
    "Each function has its own role, which only that function can assume. It allows what this table lists and nothing else: the calls that the " +
      "function's code can make, compared with its policy [in both directions](../../test/stacks/reach/permissions.test.ts), and what its event source " +
      "and its log need. `<pools>` and `<region>` come from the [settings](deploying.md#settings), as do the subnets, security groups, images and " +
      "roles that launches may use.",
    markdownTable(
      ["function", "actions", "on", "condition"],
      FUNCTIONS.flatMap((one) => grantsOf(one).map((grant, place) => row(place === 0 ? one.name : "", grant))),
    ),
    "Services assume two more roles: SNS uses one to write its delivery log, and EventBridge Scheduler uses the other to send ticks to the queues " +
      "of scheduled functions and to their dead-letter queues. `aws:SourceArn` restricts the latter to the one group of schedules.",
    "## What the policies do not restrict",
    [
      "- An adopted Spot instance, which the plane did not launch, came from a Spot request that may have no tag: the plane cannot cancel it, and a persistent request keeps its instance from being terminated until somebody tags or cancels it.",
      "- `ec2:Describe…` has no resource-level permissions: all instances of the region can be read.",
      "- Two planes in one account can change each other's instances, unless `GREENROOM_POOLS` of each names its pools.",
      "- A launch with a role that the settings do not name is refused by EC2 (`UnauthorizedOperation`), and retried until it is named.",
    ].join("\n"),
  );

const row = (name: string, { actions, on, when = [] }: Grant): readonly string[] => [
  name === "" ? "" : `[${name}](../../functions/${name}.ts)`,
  actions.map(code).join(", "),
  on.map(grantTargetText).join(", "),
  when.map(conditionText).join("; "),
];

const grantTargetText = (place: GrantTarget): string => {
  const [kind, name = ""] = place.split(":");
  if (kind === "queue") return `the queue of ${name}`;
  if (kind === "dead") return `the dead-letter queue of ${name}`;
  return place.startsWith("table/index/")
    ? `the index ${place.slice("table/index/".length)}`
    : place.replace("/", "'s ");
};

const conditionText = ({ test, key, values }: GrantCondition): string =>
  `${code(key)} ${test} ${values.map(code).join(", ")}`;
