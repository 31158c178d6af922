/// <reference path="../../.sst/platform/config.d.ts" />
import { notifyFunction, shadowFunction } from "../../functions/manifest.ts";
import { FUNCTIONS, functionsFedBy } from "../../functions/shared/manifest/functions.ts";
import { type FunctionRow, isQueueFed } from "../../functions/shared/manifest/row.ts";
import type { Settings } from "../settings.ts";
import type { Made } from "./grant-targets.ts";

type Text = $util.Input<string>;

/** The variables that `functions/shared/wire/environment.ts` reads. Each function that a queue feeds knows its own grave, the API everybody's. */
export function environmentOf({ prefix, launch }: Settings, made: Made, one: FunctionRow): Record<string, Text> {
  const url = (name: string) => made.feeding[name]?.url ?? "";
  return {
    GREENROOM_TABLE: made.table.name,
    ...Object.fromEntries(
      functionsFedBy("queue").map(({ name, fed }) => [`GREENROOM_${fed.queue.toUpperCase()}_URL`, url(name)]),
    ),
    GREENROOM_FAILURES_URL: made.failures.url,
    GREENROOM_TOPIC: made.notices.arn,
    GREENROOM_ALERTS_TOPIC: made.alerts.arn,
    GREENROOM_BUS: made.bus.arn,
    GREENROOM_ARCHIVE: made.archive.arn,
    GREENROOM_SHADOW_RULE: made.rules[shadowFunction.name]?.arn ?? "",
    ...(one.fed.by === "http" && { GREENROOM_RULES: rulesOf(made) }),
    ...(launch.key !== undefined && { GREENROOM_LAUNCH_KEY: launch.key }),
    GREENROOM_DEAD_LETTERS: $jsonStringify(gravesFor(prefix, made, one)),
  };
}

/** Every rule by the function it feeds, as `<bus>/<rule>`. */
const rulesOf = ({ rules }: Made): Text =>
  $jsonStringify(
    Object.fromEntries(
      Object.entries(rules).map(([name, rule]) => [
        name,
        $interpolate`${rule.eventBusName.apply((bus) => bus || "default")}/${rule.name}`,
      ]),
    ),
  );

/** Where messages of a function die, and where they came from: what a redrive moves between. All queues' URLs begin alike. */
function gravesFor(prefix: string, made: Made, one: FunctionRow) {
  const behind = (queue: aws.sqs.Queue | undefined): Text =>
    queue ? queue.name.apply((name) => name.slice(`${prefix}-`.length)) : "";
  const seen = one.fed.by === "http" ? FUNCTIONS : [one];
  const of = seen.filter(isQueueFed).map(({ name, fed }) => {
    // What notify could not publish is published again by republish: an engineer asks for it by the name of who failed.
    const asked = fed.by === "redrive" && one.fed.by === "http" ? notifyFunction.name : name;
    return [asked, [behind(made.dead[name]), behind(made.feeding[name])]] as const;
  });
  return { at: made.failures.url.apply((url) => url.slice(0, -FAILURES.length)), of: Object.fromEntries(of) };
}
const FAILURES = "failures";
