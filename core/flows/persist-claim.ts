import type { LifeStep } from "../claims/life.ts";
import { care, idOf, type PersistentClaim, succeeded } from "../claims/persistent.ts";
import type { PersistAction } from "../model/action.ts";
import type { ClaimRequest } from "../model/claim.ts";
import { TIMER_STEP_MAX_MS } from "../model/limits.ts";
import { PERSISTENT_STEPS_MAX } from "../model/persistent-limits.ts";
import type { Ports } from "../ports/ports.ts";
import { CONTENDED, whileContended } from "./steps/contended.ts";
import { giveBack } from "./steps/give-back.ts";
import { persistentClaimOf } from "./steps/persistent-claim.ts";
import { leftNames } from "./steps/persistent-name.ts";

export type Persisted =
  /** No persistent claim, or one that needs nothing now. */
  | { readonly kind: "dropped" | "already" }
  /** Asked again when the next claim is due. */
  | { readonly kind: "waiting" }
  /** To be claimed now, as anybody's claim is, with what the first one brought. */
  | { readonly kind: "claim"; readonly request: ClaimRequest; readonly userData?: string };

type PersistPorts = Pick<
  Ports,
  "clock" | "claims" | "instances" | "pools" | "records" | "actions" | "handouts" | "counters"
>;

/** Looks after a persistent claim, from whatever a crash or a lost message left of it: asks for the next claim when the last one is over
 *  or its instance is about to be, gives the old instance back once the new one is delivered, and ends what is left when the desired state is
 *  over. Whoever asks for it, however often, changes nothing more. */
export async function persistClaim(ports: PersistPorts, action: PersistAction): Promise<Persisted> {
  const claim = await ports.claims.find(action.claim);
  if (!claim?.request.persistent) return { kind: "dropped" };
  const step = async (): Promise<Persisted | typeof CONTENDED> => {
    const persistent = await persistentClaimOf(ports, claim.request);
    return persistent ? once(ports, persistent, action) : { kind: "dropped" };
  };
  return whileContended(`the persistent claim ${action.claim}`, step, PERSISTENT_STEPS_MAX);
}

async function once(
  ports: PersistPorts,
  persistent: PersistentClaim,
  action: PersistAction,
): Promise<Persisted | typeof CONTENDED> {
  const stamp = { at: ports.clock.now(), cause: action.cause };
  const next = care(persistent, stamp);
  switch (next.kind) {
    case "rest":
      if (persistent.root.persistence.endedAt !== undefined) {
        await ports.actions.enqueue(await leftNames(ports, persistent, action.cause));
        await forget(ports, persistent);
      }
      return { kind: "already" };
    case "wait": {
      const delayMs = Math.min(next.until - stamp.at, TIMER_STEP_MAX_MS);
      await ports.actions.enqueue([action], { delayMs });
      return { kind: "waiting" };
    }
    case "renew":
      // A pool that is torn down, or is no more, serves nobody: the tick looks again.
      if (!(await isOpen(ports, persistent))) return { kind: "already" };
      await ports.records.commit({ claim: next.root });
      return CONTENDED;
    case "forestall":
      await ports.records.commit({ claim: next.claim });
      return CONTENDED;
    case "give-back":
      for (const { id } of next.claims) await giveBack(ports, id, { reuse: false });
      return CONTENDED;
    case "claim": {
      const isSaved = await tellPredecessor(ports, persistent, stamp);
      if (!isSaved) return CONTENDED;
      ports.counters.count("persistent-renewed", { pool: persistent.root.pool });
      const userData = await broughtBy(ports, persistent);
      return { kind: "claim", request: next.request, ...(userData !== undefined && { userData }) };
    }
  }
}

/** False: somebody wrote it meanwhile. */
async function tellPredecessor(
  ports: PersistPorts,
  { root }: PersistentClaim,
  stamp: Pick<LifeStep, "at" | "cause">,
): Promise<boolean> {
  const { generation } = root.persistence;
  const before = generation === 2 ? root : await ports.claims.find(idOf(root.request, generation - 1));
  const successor = idOf(root.request, generation);
  if (!before || before.successor === successor) return true;
  const { kind } = await ports.records.commit({ claim: succeeded(before, successor, stamp) });
  return kind === "saved";
}

const isOpen = async ({ pools }: PersistPorts, { root }: PersistentClaim): Promise<boolean> => {
  const pool = await pools.recall(root.pool);
  return pool !== undefined && !pool.draining;
};

/** What the desired state's first claim brought for its instance. */
const broughtBy = ({ handouts }: PersistPorts, { root }: PersistentClaim): Promise<string | undefined> =>
  root.request.userDataSha256 === undefined ? Promise.resolve(undefined) : handouts.find(root.id);

async function forget({ handouts }: PersistPorts, { root }: PersistentClaim): Promise<void> {
  if (root.request.userDataSha256 === undefined) return;
  const { generation } = root.persistence;
  for (const nth of new Set([1, Math.max(1, generation - 1), generation]))
    await handouts.forget(idOf(root.request, nth));
}
