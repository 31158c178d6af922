import { follow } from "../claims/follow.ts";
import { released } from "../claims/life.ts";
import { type Claim, isAnswered } from "../model/claim.ts";
import type { ClaimId } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";
import { reason } from "../model/reason.ts";
import type { Ports } from "../ports/ports.ts";
import { move } from "./steps/move.ts";

export type Released =
  | { readonly kind: "released" | "already"; readonly claim: Claim; readonly instance?: Instance }
  | { readonly kind: "unknown-claim" };

type ReleasePorts = Pick<Ports, "clock" | "claims" | "pools" | "instances" | "records" | "actions">;

/** A claimant is done, or gives up waiting. `reuse` sends the instance back through the pool, unless it was used too often. */
export async function releaseClaim(ports: ReleasePorts, id: ClaimId, wish: { reuse?: boolean }): Promise<Released> {
  const claim = await ports.claims.find(id);
  if (!claim) return { kind: "unknown-claim" };
  const at = ports.clock.now();
  const cause = `release:${id}`;
  const end = (held: Claim): Claim => released(held, { at, cause, reasons: [reason("released", { claim: id })] });
  if (isAnswered(claim) && claim.state !== "delivered") return { kind: "already", claim };

  const pool = await ports.pools.find(claim.pool);
  const wanted = wish.reuse ?? pool?.onRelease === "reuse";
  if (claim.instance !== undefined) {
    const moved = await move(
      ports,
      claim.instance,
      ({ uses, leaseEpoch, lease }) =>
        lease?.claim === id
          ? { name: "released", leaseEpoch, reuse: wanted && uses < (pool?.maxUses ?? 0), at, cause }
          : undefined,
      (held, before, after) => (after.last.name === "released" ? end(held) : follow(held, before, after)),
    );
    if (moved.kind === "moved" || moved.kind === "kept") {
      const now = await ports.claims.find(id);
      return { kind: "released", claim: now ?? claim, instance: moved.instance };
    }
  }
  const ended = end((await ports.claims.find(id)) ?? claim);
  const committed = await ports.records.commit({ claim: ended });
  return committed.kind === "saved"
    ? { kind: "released", claim: ended }
    : { kind: "already", claim: committed.claim ?? claim };
}
