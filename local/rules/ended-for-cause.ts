import { blameForStateReason } from "../../core/blame/of-state-reason.ts";
import type { InstanceId } from "../../core/model/ids.ts";
import type { Ec2State, State } from "../../core/model/instance.ts";
import type { Fact } from "../facts.ts";
import type { Rule } from "./rule.ts";

/** Where a member goes that is to be ended. */
const ENDING: readonly State[] = ["quarantined", "retiring"];
/** What is somebody's decision, or what the instance said of itself. */
const DECIDED: readonly string[] = ["retire", "released", "interrupted", "failed", "unsatisfiable"];

/** What EC2 last did with a member, and who asked for it. */
interface Power {
  state: Ec2State;
  isStartAsked: boolean;
  /** It is `stopped` because EC2 took back a start that it had accepted, through no fault of the member's: EC2's reason. */
  fellBack?: string;
  /** It runs because somebody else started it. */
  isStartedByOthers: boolean;
}

export const endedForCause: Rule = {
  sentence: "no member is ended that EC2 did not fail and nobody asked to end",
  begin() {
    const powers = new Map<InstanceId, Power>();
    const powerOf = (id: InstanceId): Power => {
      const power = powers.get(id) ?? { state: "pending", isStartAsked: true, isStartedByOthers: false };
      powers.set(id, power);
      return power;
    };
    return {
      see(fact) {
        if (fact.kind === "asked" && fact.what === "start") powerOf(fact.id).isStartAsked = true;
        if (fact.kind === "ec2") powered(powerOf(fact.id), fact);
        if (fact.kind !== "written" || fact.written.kind !== "instance") return undefined;
        const { before, after } = fact.written;
        if (!before || before.state === after.state || ENDING.includes(before.state)) return undefined;
        if (!ENDING.includes(after.state) || DECIDED.includes(after.last.name)) return undefined;
        const { fellBack, isStartedByOthers } = powerOf(after.id);
        const why = `${after.id} is ${after.state} by ${after.last.name}`;
        if (fellBack !== undefined) return `${why}, and EC2 holds it stopped: ${fellBack}`;
        return isStartedByOthers && before.state === "warm" ? `${why}, and others started it` : undefined;
      },
    };
  },
};

function powered(power: Power, { state, reason }: Fact & { kind: "ec2" }): void {
  const isBack = power.state === "pending" && state === "stopped";
  const isInnocent = reason !== undefined && blameForStateReason(reason.code, reason.message).owner !== "member";
  if (isBack && reason && isInnocent) power.fellBack = reason.code;
  else delete power.fellBack;
  if (state === "pending") power.isStartedByOthers = !power.isStartAsked;
  if (state === "stopping" || state === "stopped") power.isStartedByOthers = false;
  if (state !== "pending" && state !== "running") power.isStartAsked = false;
  power.state = state;
}
