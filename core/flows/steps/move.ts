import { followInstance } from "../../claims/follow.ts";
import type { Outcome } from "../../lifecycle/transition.ts";
import type { Trigger } from "../../lifecycle/triggers.ts";
import type { Action } from "../../model/action.ts";
import type { Claim } from "../../model/claim.ts";
import type { InstanceId } from "../../model/ids.ts";
import type { Effect, Instance } from "../../model/instance.ts";
import type { Reason } from "../../model/reason.ts";
import type { Ports } from "../../ports/ports.ts";
import { CONTENDED, whileContended } from "./contended.ts";
import { decide, verdictOn } from "./decide.ts";
import { undoneNow } from "./persistent-name.ts";

export type Moved =
  /** No record of ours. */
  | { readonly kind: "unmanaged" }
  /** Saved. */
  | { readonly kind: "moved" | "kept"; readonly instance: Instance }
  /** Nothing to save. */
  | { readonly kind: "already" | "late"; readonly instance: Instance }
  | { readonly kind: "refused"; readonly instance: Instance; readonly reason: Reason };

type MovePorts = Pick<Ports, "instances" | "claims" | "records" | "actions">;
/** The trigger for the record as it is stored; undefined: nothing happened to it. */
export type TriggerFor = (instance: Instance) => Trigger | undefined;
/** What becomes of the claim that held the instance. */
export type ClaimStep = (claim: Claim, before: Instance, after: Instance) => Claim | undefined;

/** Loads a record, decides, saves it together with its claim, and enqueues what EC2 is then asked.
 *  A lost race is decided anew on what won. Evidence that is complete on entering a state moves on at once. */
export async function move(
  ports: MovePorts,
  id: InstanceId,
  triggerFor: TriggerFor,
  claimStep: ClaimStep = followInstance,
): Promise<Moved> {
  let instance = await ports.instances.find(id);
  return whileContended(id, async (): Promise<Moved | typeof CONTENDED> => {
    if (!instance) return { kind: "unmanaged" };
    const trigger = triggerFor(instance);
    const outcome: Outcome = trigger ? decide(instance, trigger) : { kind: "already" };
    if (outcome.kind !== "moved" && outcome.kind !== "kept") return { ...outcome, instance };

    const { next, effect, kind } = outcome;
    const claim = await claimAfter(ports, instance, next, claimStep);
    const undone = await undoneNow(ports, instance, next);
    const committed = await ports.records.commit({ instance: next, ...(claim && { claim }) });
    if (committed.kind === "saved") {
      await ports.actions.enqueue([...actionsFor(next, effect), ...undone]);
      return kind === "moved" ? onward(ports, next, claimStep) : { kind, instance: next };
    }
    instance = committed.instance ?? (await ports.instances.find(id));
    return CONTENDED;
  });
}

/** What a state asks of EC2, fenced to this entry and lease. */
export const actionsFor = (instance: Instance, effect: Effect | undefined): readonly Action[] => {
  if (!effect) return [];
  const { id, entry, leaseEpoch, askedAgain, last } = instance;
  return [{ do: effect, instance: id, entry, leaseEpoch, askedAgain, cause: last.cause }];
};

async function onward(ports: MovePorts, instance: Instance, claimStep: ClaimStep): Promise<Moved> {
  if (!verdictOn(instance, instance.last)) return { kind: "moved", instance };
  const further = await move(ports, instance.id, (found) => verdictOn(found, instance.last), claimStep);
  return further.kind === "moved" ? further : { kind: "moved", instance };
}

async function claimAfter(ports: MovePorts, before: Instance, after: Instance, claimStep: ClaimStep) {
  const untouched = before.state === after.state && before.lease?.epoch === after.lease?.epoch;
  if (!before.lease || untouched) return undefined;
  const claim = await ports.claims.find(before.lease.claim);
  return claim && claimStep(claim, before, after);
}
