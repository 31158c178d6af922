/// <reference path="../../.sst/platform/config.d.ts" />

import { DEPLOYED } from "../all.ts";
import { type Deployed, isQueueFed } from "../deployed.ts";
import type { Made } from "./places.ts";

type Text = $util.Input<string>;

/** Where messages of a function die, and where they came from: what a redrive moves between. */
interface Grave {
  readonly deadUrl: Text;
  readonly url: Text;
}

/** The variables that `functions/shared/wire.ts` reads. Each function that a queue feeds knows its own grave, the API everybody's. */
export function environmentOf(made: Made, one: Deployed): Record<string, Text> {
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
    GREENROOM_DEAD_LETTERS: $jsonStringify(gravesFor(made, one)),
  };
}

function gravesFor(made: Made, one: Deployed): Record<string, Grave> {
  const seen = one.fed.by === "http" ? DEPLOYED : [one];
  return Object.fromEntries(
    seen.filter(isQueueFed).map(({ name, fed }) => [
      // What notify could not tell is told again by retell: an engineer asks for it by the name of who failed.
      fed.by === "redrive" && one.fed.by === "http" ? "notify" : name,
      { deadUrl: made.dead[name]?.url ?? "", url: made.feeding[name]?.url ?? "" },
    ]),
  );
}
