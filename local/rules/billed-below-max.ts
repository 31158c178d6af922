import type { InstanceId, PoolId } from "../../core/model/ids.ts";
import type { Ec2State } from "../../core/model/instance.ts";
import type { Rule } from "./rule.ts";

/** EC2 bills the instance, or its volumes. What is shutting down it bills no more. Source: EC2 User Guide, "Instance lifecycle". */
const BILLED: readonly Ec2State[] = ["pending", "running", "stopping", "stopped"];

/** What the plane launched, as EC2 has it; what others launched, a sweep takes in beyond any ceiling. */
export const billedBelowMax: Rule = {
  sentence: "EC2 bills no more of a pool's launches than the pool may have",
  begin() {
    const most = new Map<PoolId, number>();
    const intended = new Set<string>();
    const ours = new Map<InstanceId, PoolId>();
    const states = new Map<InstanceId, Ec2State>();
    return {
      see(fact) {
        if (fact.kind === "intended") intended.add(fact.intent.token);
        if (fact.kind === "written" && fact.written.kind === "pool")
          most.set(fact.written.after.id, fact.written.after.max.instances);
        if (fact.kind === "ec2") states.set(fact.id, fact.state);
        if (fact.kind !== "launched" || !intended.has(fact.token)) return undefined;
        for (const id of fact.ids) ours.set(id, fact.pool);
        const billed = [...ours].filter(
          ([id, pool]) => pool === fact.pool && BILLED.includes(states.get(id) ?? "pending"),
        ).length;
        const max = most.get(fact.pool) ?? Number.POSITIVE_INFINITY;
        return fact.ids.length === 0 || billed <= max
          ? undefined
          : `EC2 bills ${billed} of ${fact.pool} with ${fact.ids.join(", ")}, at most ${max}`;
      },
    };
  },
};
