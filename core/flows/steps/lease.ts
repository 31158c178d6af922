import { leased } from "../../claims/life.ts";
import { transition } from "../../lifecycle/transition.ts";
import type { Action } from "../../model/action.ts";
import type { Claim, HitKind } from "../../model/claim.ts";
import type { Instance } from "../../model/instance.ts";
import type { Reason } from "../../model/reason.ts";
import type { Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";
import { actionsFor } from "./move.ts";

export type Leased =
  | { readonly kind: "leased"; readonly claim: Claim; readonly instance: Instance; readonly actions: readonly Action[] }
  /** The claim was written before: this is it. */
  | { readonly kind: "claimed-before"; readonly claim: Claim }
  /** Somebody else has the instance, or it may not be leased any more. */
  | { readonly kind: "taken" };

/** One conditional write of an instance and a claim. The caller sees to the actions. */
export async function lease(
  ports: Pick<Ports, "records">,
  instance: Instance,
  claim: Claim,
  kind: HitKind,
  { at, reasons }: { at: Instant; reasons: readonly Reason[] },
): Promise<Leased> {
  const cause = `claim:${claim.id}`;
  const outcome = transition(instance, { name: "leased", claim: claim.id, fit: claim.fit, at, cause });
  if (outcome.kind !== "moved" && outcome.kind !== "kept") return { kind: "taken" };
  const held = leased(claim, outcome.next, kind, { at, cause, reasons });
  const committed = await ports.records.commit({ instance: outcome.next, claim: held });
  if (committed.kind === "saved")
    return { kind: "leased", claim: held, instance: outcome.next, actions: actionsFor(outcome.next, outcome.effect) };
  return committed.claim ? { kind: "claimed-before", claim: committed.claim } : { kind: "taken" };
}
