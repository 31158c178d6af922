import { idOf, isPersisting, type PersistentClaim, rootOf } from "../../claims/persistent.ts";
import { undoneAfter } from "../../claims/undo.ts";
import type { Action } from "../../model/action.ts";
import type { Claim } from "../../model/claim.ts";
import type { InstanceId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import type { Ports } from "../../ports/ports.ts";

/** What is to be undone now that a lease ends. The DNS name of a persistent claim that is not over is not deleted: the next claim points it
 *  anew, with an Elastic IP to the very same address, and a deletion cannot distinguish the two. A persistent claim that is over
 *  stays over, so this may be asked before the end of the lease is saved, and then must be: one that was found active and ends meanwhile is looked after
 *  once more (`leftNames`). */
export async function undoneNow(
  ports: Pick<Ports, "claims">,
  before: Instance,
  after: Instance,
): Promise<readonly Action[]> {
  const undone = undoneAfter(before, after);
  if (!before.lease || !undone.some(({ do: what }) => what === "unname")) return undone;
  const claim = await ports.claims.find(before.lease.claim);
  const isKept = claim?.request.persistent && isPersisting(await ports.claims.find(rootOf(claim.request)));
  return isKept ? undone.filter(({ do: what }) => what !== "unname") : undone;
}

/** The DNS name that a persistent claim leaves behind, once it is over and nothing of it lives: of its first claim and its last two, whose
 *  leases ended while it was active. A name that points at the private address of an instance whose record expires, or of an earlier claim's, stays. */
export async function leftNames(
  ports: Pick<Ports, "claims" | "instances">,
  { root, latest }: PersistentClaim,
  cause: string,
): Promise<readonly Action[]> {
  const { dns, elasticIp } = root.overrides;
  const { generation, endedAt } = root.persistence;
  if (!dns || endedAt === undefined) return [];
  const before = generation > 2 ? await ports.claims.find(idOf(root.request, generation - 1)) : undefined;
  const instances = new Set([root, before, latest].flatMap((claim) => (claim ? heldWhile(claim, endedAt) : [])));
  const actions: Action[] = [];
  for (const instance of instances) {
    const target = elasticIp ?? (await ports.instances.find(instance))?.privateIp;
    if (target !== undefined) actions.push({ do: "unname", instance, dns, target, cause });
  }
  return actions;
}

/** The instance that a claim gave up while its persistent claim was active: the one it ended with, or the last that failed it. */
function heldWhile({ instance, endedAt, attempts = [] }: Claim, until: number): readonly InstanceId[] {
  if (instance !== undefined) return endedAt !== undefined && endedAt <= until ? [instance] : [];
  const last = attempts.findLast((attempt) => attempt.instance !== undefined)?.instance;
  return last === undefined ? [] : [last];
}
