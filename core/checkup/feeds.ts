import type { Check } from "../model/check.ts";
import type { Depth, RuleFound } from "../model/feed.ts";
import { CHECK_OLDEST_MAX_MS, CHECK_WAITING_MAX } from "../model/limits.ts";
import { SECOND_MS } from "../model/time.ts";

/** A rule lets AWS's events, or ours, through to a function: without it the function hears nothing, and nothing fails. */
export function ruleCheck({ of, name, bus, state, hears, feedsIt }: RuleFound): Check {
  const found = { name, bus, state, feedsIt, hears: hears.join(", ") };
  const what = hears.length > 0 ? `the rule for ${hears.join(", ")}` : "the rule";
  if (state === "enabled" && feedsIt)
    return { kind: "rule", of, outcome: "ok", found, says: `${what} is enabled and feeds its queue` };
  const failing = { kind: "rule", of, outcome: "failing", found } as const;
  if (state === "disabled")
    return {
      ...failing,
      says: `${what} is disabled: nothing it would let through comes`,
      fix: `aws events enable-rule --name ${name} --event-bus-name ${bus}; then greenroom sweep REGION --now finds what was missed`,
    };
  return {
    ...failing,
    says: state === "missing" ? "the rule is not there" : `${what} does not feed the queue of ${of}`,
    fix: "deploy the plane again: npx sst deploy --stage STAGE",
  };
}

/** A queue that nobody keeps up with. */
export function queueCheck(of: string, depth: Depth): Check {
  const { waiting, underWay, oldestMs } = depth;
  const age = oldestMs === undefined ? "" : `, the oldest for ${Math.round(oldestMs / SECOND_MS)} s`;
  const says = `${waiting} messages wait${age}, ${underWay} are being done`;
  const isFailing = waiting > CHECK_WAITING_MAX || (oldestMs ?? 0) > CHECK_OLDEST_MAX_MS;
  return {
    kind: "queue",
    of,
    outcome: isFailing ? "failing" : "ok",
    found: { ...depth },
    says,
    ...(isFailing && {
      fix: `look at the errors and throttles of the function ${of} on the dashboard, and at its log; greenroom redrive ${of} --dry-run`,
    }),
  };
}

/** Messages that were given up wait for an engineer. */
export const deadLettersCheck = (of: string, count: number): Check => ({
  kind: "dead-letters",
  of,
  outcome: count === 0 ? "ok" : "failing",
  found: { count },
  says:
    count === 0 ? "no message was given up" : `${count === 1 ? "1 message was" : `${count} messages were`} given up`,
  ...(count > 0 && { fix: `greenroom redrive ${of} --dry-run shows why; mend it, then greenroom redrive ${of}` }),
});
