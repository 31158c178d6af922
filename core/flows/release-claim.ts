import { isPersisting, persistentClaimOver } from "../claims/persistent.ts";
import type { Claim } from "../model/claim.ts";
import type { ClaimId } from "../model/ids.ts";
import { CONTENDED, whileContended } from "./steps/contended.ts";
import { giveBack, type Released, type ReleasePorts, type Reuse } from "./steps/give-back.ts";
import { livingOf, persistentClaimOf } from "./steps/persistent-claim.ts";

/** A claimant is done, or gives up waiting. Of a persistent claim any claim will do: the desired state is over first, so that nothing is claimed
 *  for it any more; then the claim that lives is released. What else lives of it is given back by whoever looks after it. */
export async function releaseClaim(ports: ReleasePorts, id: ClaimId, persistent: Reuse): Promise<Released> {
  const claim = await ports.claims.find(id);
  if (!claim?.request.persistent) return giveBack(ports, id, persistent, claim);
  return giveBack(ports, (await endPersistentClaim(ports, claim)).id, persistent);
}

/** The claim of the desired state that is to be released. */
function endPersistentClaim(ports: ReleasePorts, claim: Claim): Promise<Claim> {
  return whileContended(claim.id, async () => {
    const persistent = await persistentClaimOf(ports, claim.request);
    if (!persistent) return claim;
    if (!isPersisting(persistent.root)) return livingOf(persistent);
    const over = persistentClaimOver(persistent.root, { at: ports.clock.now(), cause: `release:${claim.id}` });
    const { kind } = await ports.records.commit({ claim: over });
    return kind === "saved" ? livingOf(persistent) : CONTENDED;
  });
}
