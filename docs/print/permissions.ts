import { DEPLOYED } from "../../stacks/all.ts";
import { grantsOf } from "../../stacks/fed-grants.ts";
import type { Condition, Grant, GrantTarget } from "../../stacks/grants.ts";
import { code, origin, page, table } from "./markdown.ts";

/** What each function's role allows: which actions, on what, under which condition. */
export const permissionsPage = (): string =>
  page(
    origin("stacks/functions/"),
    "# Permissions",
    "Each function has a role of its own, that only its function can take. It allows what stands here and nothing else: what the function's " +
      "code can ask of AWS, held against its policy [both ways](../test/stacks/reach/permissions.test.ts), and what it takes to feed it and " +
      "to log. `<pools>` and `<region>` come from the [settings](deploying.md#settings), as do the subnets, security groups, images and " +
      "roles that launches may use.",
    table(
      ["function", "actions", "on", "condition"],
      DEPLOYED.flatMap((one) => grantsOf(one).map((grant, place) => row(place === 0 ? one.name : "", grant))),
    ),
    "Two more roles are taken by services: SNS writes the log of its deliveries with one, and EventBridge Scheduler sends ticks to the queues " +
      "of the functions that time feeds, and to their dead-letter queues, with the other, which `aws:SourceArn` binds to the one group of " +
      "schedules.",
    "## What it does not bound",
    [
      "- A Spot instance that is adopted, rather than launched by the plane, came from a request that may carry no tag: it cannot be cancelled, and a persistent one keeps its instance from being terminated until somebody tags or cancels it.",
      "- `ec2:Describe…` knows no resources: all instances of the region can be seen.",
      "- Two planes in one account see each other's tag, unless `GREENROOM_POOLS` of each names its pools.",
      "- A launch with a role that the settings do not name is refused by EC2 (`UnauthorizedOperation`), and tried again until it is named.",
    ].join("\n"),
  );

const row = (name: string, { actions, on, when = [] }: Grant): readonly string[] => [
  name === "" ? "" : `[${name}](../functions/${name}.ts)`,
  actions.map(code).join(", "),
  on.map(grantTargetText).join(", "),
  when.map(conditionText).join("; "),
];

const grantTargetText = (place: GrantTarget): string => {
  const [kind, name = ""] = place.split(":");
  if (kind === "queue") return `the queue of ${name}`;
  if (kind === "dead") return `the dead letters of ${name}`;
  return place.startsWith("table/index/")
    ? `the index ${place.slice("table/index/".length)}`
    : place.replace("/", "'s ");
};

const conditionText = ({ test, key, values }: Condition): string =>
  `${code(key)} ${test} ${values.map(code).join(", ")}`;
