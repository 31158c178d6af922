import { type Outcome, transition } from "../../lifecycle/transition.ts";
import type { Trigger } from "../../lifecycle/triggers.ts";
import type { Instance } from "../../model/instance.ts";
import { evidenceOf, judge, requirementOf } from "../../readiness/judge.ts";

/** What a trigger does to a record, the verdict it completes included: an observation or signal that is the last piece of
 *  evidence moves the state in the same write. */
export function decide(instance: Instance, trigger: Trigger): Outcome {
  const first = transition(instance, trigger);
  if (first.kind !== "kept" && first.kind !== "already") return first;
  const known = first.kind === "kept" ? first.next : instance;
  const verdict = verdictOn(known, trigger);
  return verdict ? transition({ ...known, version: instance.version }, verdict) : first;
}

/** The trigger that the present evidence amounts to; undefined while it is awaited, or where none is.
 *  What a claim asks to be changed holds up the hand-over alone: one that waits for an instance in preparation does not hold that up. */
export function verdictOn(instance: Instance, { at, cause }: Pick<Trigger, "at" | "cause">): Trigger | undefined {
  const requirement = requirementOf(instance);
  const isUnfitted = instance.state === "handing-over" && instance.lease?.configured === false;
  if (!requirement || isUnfitted) return undefined;
  const { kind, reasons } = judge(requirement, evidenceOf(instance));
  return kind === "waiting" ? undefined : { name: kind, reasons, at, cause };
}
