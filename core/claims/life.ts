import type { Claim, ClaimRequest, ClaimState, HandOver, HitKind } from "../model/claim.ts";
import { claimId } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";
import { FAILED_HAND_OVERS_MAX } from "../model/limits.ts";
import { overridesOf } from "../model/overrides.ts";
import { PERSISTENT_WAIT_MS } from "../model/persistent-limits.ts";
import type { Pool } from "../model/pool.ts";
import { type Reason, reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";

/** When, because of what, and why: what every step of a claim carries. */
export interface LifeStep {
  readonly at: Instant;
  readonly cause: string;
  readonly reasons: readonly Reason[];
}

/** A claim as it is first written: served at once, queued, or refused, by what `serve` finds. Version 1. One of a persistent claim is
 *  refused by no patience and no policy. */
export const newClaim = (request: ClaimRequest, pool: Pool, at: Instant): Claim => {
  const { caller, key, generation, persistent } = request;
  const id = claimId(caller, key, generation);
  return {
    id,
    request,
    pool: pool.id,
    fallback: persistent && pool.fallback === "refuse" ? "queue" : pool.fallback,
    state: "pending",
    version: 0,
    overrides: overridesOf(request),
    requestedAt: at,
    waitUntil: at + (persistent ? PERSISTENT_WAIT_MS : pool.claimWaitMs),
    failedHandOvers: 0,
    ...(persistent && generation === undefined && { persistence: { generation: 1, failures: 0 } }),
    last: { name: "requested", from: "none", to: "pending", at, cause: `claim:${id}`, reasons: [] },
  };
};

/** No instance yet. */
export const queued = (claim: Claim, step: LifeStep): Claim => ({
  ...moved(claim, "queued", "pending", step),
  ...served(claim, "miss", step),
});

/** Put back, and nothing was left to serve it at once: it keeps its position in the queue. */
export const waiting = (claim: Claim, step: LifeStep): Claim => moved(claim, "waits", "pending", step);

/** `instance` is the record as it is saved with the claim, the lease in it. */
export const leased = (claim: Claim, instance: Instance, kind: HitKind, step: LifeStep): Claim => ({
  ...moved(claim, "leased", "leased", step),
  ...served(claim, claim.kind ?? kind, step),
  instance: instance.id,
  leaseEpoch: instance.leaseEpoch,
  leasedAt: step.at,
});

export const delivered = (claim: Claim, step: LifeStep, handOver: HandOver): Claim => ({
  ...moved(claim, "delivered", "delivered", step),
  deliveredAt: step.at,
  handOver,
});

/** How it is served, and why: of one kind, the first reasons are kept. */
const served = (
  { kind: before, because }: Claim,
  kind: HitKind,
  { reasons }: LifeStep,
): Pick<Claim, "kind" | "because"> => ({
  kind,
  because: kind === before ? (because ?? reasons) : reasons,
});

/** Something became of it that changes no state. */
export const noted = (claim: Claim, name: string, step: LifeStep): Claim => moved(claim, name, claim.state, step);

export const released = (claim: Claim, step: LifeStep): Claim => ended(claim, "released", step);
export const refused = (claim: Claim, step: LifeStep): Claim => ({
  ...ended(claim, "refused", step),
  ...(claim.kind && served(claim, claim.kind, step)),
});
export const lost = (claim: Claim, step: LifeStep): Claim => ended(claim, "lost", step);

/** The claim without the instance it held. */
export function unheld(claim: Claim): Claim {
  const { instance: _instance, leaseEpoch: _epoch, leasedAt: _at, ...rest } = claim;
  return rest;
}

/** Its instance failed before it was delivered: back to the queue, at its old position, or refused after too many.
 *  The time it held the instance does not count as waiting. `counts`: false for a further step of one fallback. */
export function putBack(claim: Claim, step: LifeStep, { counts = true } = {}): Claim {
  const rest = unheld(claim);
  const failedHandOvers = claim.failedHandOvers + (counts ? 1 : 0);
  if (failedHandOvers >= FAILED_HAND_OVERS_MAX) {
    const reasons = [...step.reasons, reason("tried-too-often", { failedHandOvers })];
    return { ...refused(rest, { ...step, reasons }), failedHandOvers };
  }
  const waitUntil = claim.waitUntil + step.at - (claim.leasedAt ?? step.at);
  return { ...moved(rest, "put-back", "pending", step), failedHandOvers, ...served(rest, "miss", step), waitUntil };
}

const ended = (claim: Claim, state: ClaimState, step: LifeStep): Claim => ({
  ...moved(claim, state, state, step),
  endedAt: step.at,
});

const moved = (claim: Claim, name: string, to: ClaimState, { at, cause, reasons }: LifeStep): Claim => ({
  ...claim,
  state: to,
  version: claim.version + 1,
  last: { name, from: claim.version === 0 ? "none" : claim.state, to, at, cause, reasons },
});
