/// <reference path="../../.sst/platform/config.d.ts" />

import { DEPLOYED } from "../all.ts";
import { type Deployed, isQueueFed } from "../deployed.ts";
import type { Settings } from "../settings.ts";
import type { Made } from "./grant-targets.ts";

type Text = $util.Input<string>;

/** The variables that `functions/shared/wire/environment.ts` reads. Each function that a queue feeds knows its own grave, the API everybody's. */
export function environmentOf({ prefix, launch }: Settings, made: Made, one: Deployed): Record<string, Text> {
  const url = (name: string) => made.feeding[name]?.url ?? "";
  return {
    GREENROOM_TABLE: made.table.name,
    GREENROOM_ACTIONS_URL: url("perform-action"),
    GREENROOM_PLANS_URL: url("plan-pool"),
    GREENROOM_TIMERS_URL: url("wake"),
    GREENROOM_SWEEPS_URL: url("sweep"),
    GREENROOM_FAILURES_URL: made.failures.url,
    GREENROOM_TOPIC: made.notices.arn,
    GREENROOM_ALERTS_TOPIC: made.alerts.arn,
    GREENROOM_BUS: made.bus.arn,
    GREENROOM_ARCHIVE: made.archive.arn,
    GREENROOM_SHADOW_RULE: made.rules.shadow?.arn ?? "",
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
function gravesFor(prefix: string, made: Made, one: Deployed) {
  const behind = (queue: aws.sqs.Queue | undefined): Text =>
    queue ? queue.name.apply((name) => name.slice(`${prefix}-`.length)) : "";
  const seen = one.fed.by === "http" ? DEPLOYED : [one];
  const of = seen.filter(isQueueFed).map(({ name, fed }) => {
    // What notify could not tell is told again by republish: an engineer asks for it by the name of who failed.
    const asked = fed.by === "redrive" && one.fed.by === "http" ? "notify" : name;
    return [asked, [behind(made.dead[name]), behind(made.feeding[name])]] as const;
  });
  return { at: made.failures.url.apply((url) => url.slice(0, -FAILURES.length)), of: Object.fromEntries(of) };
}
const FAILURES = "failures";
