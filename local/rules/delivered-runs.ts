import type { Ec2State } from "../../core/model/instance.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Rule } from "./rule.ts";

export const deliveredRuns: Rule = {
  sentence: "what is delivered runs",
  begin() {
    const states = new Map<string, Ec2State>();
    const ranUntil = new Map<string, Instant>();
    return {
      see(fact, at) {
        if (fact.kind === "ec2") {
          if (states.get(fact.id) === "running") ranUntil.set(fact.id, at);
          states.set(fact.id, fact.state);
        }
        if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
        const { id, state, instance = "(none)", leasedAt = at } = fact.written.after;
        const ec2 = states.get(instance);
        if (state !== "delivered" || ec2 === "running") return undefined;
        // It ran for this claim, and has ended since: nobody can know that yet.
        return (ranUntil.get(instance) ?? 0) > leasedAt ? undefined : `${id} got ${instance}, which is ${ec2}`;
      },
    };
  },
};
