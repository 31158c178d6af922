import { withAttempts } from "../../claims/attempts.ts";
import { leased } from "../../claims/life.ts";
import { transition } from "../../lifecycle/transition.ts";
import type { Action } from "../../model/action.ts";
import type { Attempt } from "../../model/attempt.ts";
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

/** Why an instance is leased, and how the claim came to it. */
export interface Taking {
  readonly at: Instant;
  readonly reasons: readonly Reason[];
  /** What was tried before, and the attempt that gives this instance. */
  readonly attempts?: readonly Attempt[];
  /** What the instance must become though the claim has not asked for it. */
  readonly type?: string;
}

/** One conditional write of an instance and a claim. The caller sees to the actions. */
export async function lease(
  ports: Pick<Ports, "records">,
  instance: Instance,
  claim: Claim,
  kind: HitKind,
  { at, reasons, attempts = [], type }: Taking,
): Promise<Leased> {
  const cause = `claim:${claim.id}`;
  const overrides = type === undefined ? claim.overrides : { ...claim.overrides, type };
  const outcome = transition(instance, { name: "leased", claim: claim.id, overrides, at, cause });
  if (outcome.kind !== "moved" && outcome.kind !== "kept") return { kind: "taken" };
  const held = leased(withAttempts(claim, attempts), outcome.next, kind, { at, cause, reasons });
  const committed = await ports.records.commit({ instance: outcome.next, claim: held });
  if (committed.kind === "saved")
    return { kind: "leased", claim: held, instance: outcome.next, actions: actionsFor(outcome.next, outcome.effect) };
  return committed.claim ? { kind: "claimed-before", claim: committed.claim } : { kind: "taken" };
}
