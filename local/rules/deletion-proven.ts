import type { Ec2State } from "../../core/model/instance.ts";
import type { Rule } from "./rule.ts";

const ENDED: readonly (Ec2State | undefined)[] = ["shutting-down", "terminated"];

export const deletionProven: Rule = {
  sentence: "a record is gone, and a delivered claim lost, only when EC2 has ended the instance",
  begin() {
    const states = new Map<string, Ec2State>();
    return {
      see(fact) {
        if (fact.kind === "ec2") states.set(fact.id, fact.state);
        if (fact.kind !== "written") return undefined;
        const { written } = fact;
        if (written.kind === "instance") {
          const { id, state, last } = written.after;
          const isNews = state === "gone" && written.before?.state !== "gone";
          return isNews && isAlive(states.get(id)) ? `${id} is gone by ${last.name}, and ${states.get(id)}` : undefined;
        }
        if (written.kind !== "claim" || written.after.state !== "lost") return undefined;
        const { id, instance = "(none)" } = written.after;
        return isAlive(states.get(instance)) ? `${id} lost ${instance}, which is ${states.get(instance)}` : undefined;
      },
    };
  },
};

const isAlive = (state: Ec2State | undefined): boolean => state !== undefined && !ENDED.includes(state);
