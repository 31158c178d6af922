import type { Ec2State } from "../../core/model/instance.ts";
import type { Rule } from "./rule.ts";

export const deliveredRuns: Rule = {
  sentence: "what is delivered runs",
  begin() {
    const states = new Map<string, Ec2State>();
    return {
      see(fact) {
        if (fact.kind === "ec2") states.set(fact.id, fact.state);
        if (fact.kind !== "written" || fact.written.kind !== "claim") return undefined;
        const { id, state, instance = "(none)" } = fact.written.after;
        const ec2 = states.get(instance);
        return state === "delivered" && ec2 !== "running" ? `${id} got ${instance}, which is ${ec2}` : undefined;
      },
    };
  },
};
