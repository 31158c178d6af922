import type { InstanceId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/time.ts";
import { SECOND_MS } from "../../core/model/time.ts";
import type { Rule } from "./rule.ts";

/** Clocks of two senders may be so far apart. */
const SKEW_MS = SECOND_MS;

export const deadlinesKept: Rule = {
  sentence: "a deadline acts neither early nor without a look at EC2",
  begin() {
    const looked = new Map<InstanceId, Instant>();
    return {
      see(fact, at) {
        if (fact.kind === "looked") looked.set(fact.id, at);
        if (fact.kind !== "written" || fact.written.kind !== "instance") return undefined;
        const { before, after } = fact.written;
        if (!before || after.last.name !== "deadline") return undefined;
        if (at + SKEW_MS < (before.wakeAt ?? 0)) return `${after.id} was to leave ${before.state} later`;
        return (looked.get(after.id) ?? 0) + SKEW_MS >= before.since ? undefined : `${after.id} was not looked at`;
      },
    };
  },
};
