import { lenderOf } from "../../claims/attempts.ts";
import { released } from "../../claims/life.ts";
import type { Trigger } from "../../lifecycle/triggers.ts";
import { type Claim, isAnswered } from "../../model/claim.ts";
import type { ClaimId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { reason } from "../../model/reason.ts";
import type { Ports } from "../../ports/ports.ts";
import { CONTENDED, whileContended } from "./contended.ts";
import { move, type TriggerFor } from "./move.ts";

export type Released =
  | { readonly kind: "released" | "already"; readonly claim: Claim; readonly instance?: Instance }
  | { readonly kind: "unknown-claim" };

export type ReleasePorts = Pick<Ports, "clock" | "claims" | "pools" | "instances" | "records" | "actions">;
/** How it is given back; left out: as the pool says. */
export interface Reuse {
  readonly reuse?: boolean;
}
type Stamp = Pick<Trigger, "at" | "cause">;

/** A claimant is done, or gives up waiting. `reuse` sends the instance back through the pool, unless it was used too often.
 *  A claim that is given an instance, or loses one, in the meantime is released as it then is. */
export function giveBack(
  ports: ReleasePorts,
  id: ClaimId,
  asked: Reuse,
  /** As it was read just now; left out: it is read. */
  read?: Claim,
): Promise<Released> {
  return whileContended(id, async (nth): Promise<Released | typeof CONTENDED> => {
    const claim = nth === 0 && read ? read : await ports.claims.find(id);
    if (!claim) return { kind: "unknown-claim" };
    if (isAnswered(claim) && claim.state !== "delivered") return { kind: "already", claim };

    const stamp = { at: ports.clock.now(), cause: `release:${id}` };
    const end = (held: Claim): Claim => released(held, { ...stamp, reasons: [reason("released", { claim: id })] });
    const trigger = await triggerFor(ports, claim, asked, stamp);
    const moved = claim.instance && (await move(ports, claim.instance, trigger, end));
    if (moved && (moved.kind === "moved" || moved.kind === "kept"))
      return { kind: "released", claim: (await ports.claims.find(id)) ?? claim, instance: moved.instance };

    const committed = await ports.records.commit({ claim: end(claim) });
    return committed.kind === "saved" ? { kind: "released", claim: end(claim) } : CONTENDED;
  });
}

/** Only an instance that this claim holds is released. */
async function triggerFor(ports: ReleasePorts, claim: Claim, asked: Reuse, stamp: Stamp): Promise<TriggerFor> {
  const pool = await ports.pools.find(lenderOf(claim));
  const wanted = asked.reuse ?? pool?.onRelease === "reuse";
  return ({ uses, leaseEpoch, lease }) =>
    lease?.claim === claim.id
      ? { name: "released", leaseEpoch, reuse: wanted && uses < (pool?.maxUses ?? 0), ...stamp }
      : undefined;
}
