import { idOf, type PersistentClaim, rootOf } from "../../claims/persistent.ts";
import { type Claim, type ClaimRequest, isEnded } from "../../model/claim.ts";
import type { Ports } from "../../ports/ports.ts";

/** A persistent claim as it is now, by the request of any of its claims; undefined: none was made by that key, or it has expired. */
export async function persistentClaimOf(
  ports: Pick<Ports, "claims" | "instances">,
  request: ClaimRequest,
): Promise<PersistentClaim | undefined> {
  const root = await ports.claims.find(rootOf(request));
  if (!root?.persistence) return undefined;
  const { generation, holder: held } = root.persistence;
  const known = { ...root, persistence: root.persistence };
  const of = async (nth: number): Promise<Claim | undefined> =>
    nth === 1 ? root : ports.claims.find(idOf(root.request, nth));
  const latest = await of(generation);
  const holder = held === undefined ? undefined : await of(held);
  const at = latest?.instance === undefined ? undefined : (await ports.instances.find(latest.instance))?.interruptedAt;
  return {
    root: known,
    ...(latest && { latest }),
    ...(holder && { holder }),
    ...(at !== undefined && { interruptedAt: at }),
  };
}

/** The claim of a persistent claim that has an instance, or is nearest to one. */
export const livingOf = ({ root, latest, holder }: PersistentClaim): Claim => {
  if (latest?.state === "delivered") return latest;
  return holder && !isEnded(holder) ? holder : (latest ?? root);
};
