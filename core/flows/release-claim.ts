import { isStanding, wishOver } from "../claims/keep.ts";
import type { Claim } from "../model/claim.ts";
import type { ClaimId } from "../model/ids.ts";
import { SAVE_TRIES_MAX } from "../model/limits.ts";
import { PortError } from "../ports/errors.ts";
import { giveBack, type Released, type ReleasePorts, type Reuse } from "./steps/give-back.ts";
import { livingOf, wishOf } from "./steps/wish.ts";

/** A claimant is done, or gives up waiting. Of a standing wish any claim will do: the wish is over first, so that nothing is claimed
 *  for it any more; then the claim that lives is released. What else lives of it is given back by whoever looks after it. */
export async function releaseClaim(ports: ReleasePorts, id: ClaimId, wish: Reuse): Promise<Released> {
  const claim = await ports.claims.find(id);
  if (!claim?.request.keep) return giveBack(ports, id, wish, claim);
  return giveBack(ports, (await endWish(ports, claim)).id, wish);
}

/** The claim of the wish that is to be released. */
async function endWish(ports: ReleasePorts, claim: Claim): Promise<Claim> {
  for (let tries = 0; tries < SAVE_TRIES_MAX; tries += 1) {
    const wish = await wishOf(ports, claim.request);
    if (!wish) return claim;
    if (!isStanding(wish.root)) return livingOf(wish);
    const over = wishOver(wish.root, { at: ports.clock.now(), cause: `release:${claim.id}` });
    const { kind } = await ports.records.commit({ claim: over });
    if (kind === "saved") return livingOf(wish);
  }
  throw new PortError("again", "Contended", `${claim.id} was written by others ${SAVE_TRIES_MAX} times in a row`);
}
