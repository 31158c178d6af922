import { type Claim, turnOf } from "../../core/model/claim.ts";
import type { ClaimId, PoolId } from "../../core/model/ids.ts";
import type { Claims, Written } from "../../core/ports/store.ts";
import { opened, Sorted } from "./sorted.ts";

/** Claims in memory, all in their pool's list and the pending ones in its queue. `stored` and `save` are the commit's. */
export function memoryClaims(publish: (written: Written) => void): {
  readonly claims: Claims;
  stored(id: ClaimId): Claim | undefined;
  save(after: Claim): void;
  /** Forgets one that has ended. */
  expire(id: ClaimId): void;
} {
  const kept = new Map<ClaimId, Claim>();
  const queues = new Map<PoolId, Sorted<Claim>>();
  const lists = new Map<PoolId, Sorted<Claim>>();
  const persistentClaims = new Map<PoolId, Sorted<Claim>>();

  const queueFor = (pool: PoolId): Sorted<Claim> => opened(queues, pool, () => new Sorted());

  return {
    stored: (id) => kept.get(id),

    save(after) {
      const before = kept.get(after.id);
      kept.set(after.id, after);
      if (before) queueFor(before.pool).delete(turnOf(before));
      if (after.state === "pending") queueFor(after.pool).set(turnOf(after), after);
      const stored = opened(persistentClaims, after.pool, () => new Sorted<Claim>());
      if (isPersistent(after)) stored.set(turnOf(after), after);
      else stored.delete(turnOf(after));
      opened(lists, after.pool, () => new Sorted()).set(turnOf(after), after);
      publish({ kind: "claim", ...(before && { before }), after });
    },

    expire(id) {
      const claim = kept.get(id);
      kept.delete(id);
      if (claim) lists.get(claim.pool)?.delete(turnOf(claim));
    },

    claims: {
      find: async (id) => kept.get(id),
      pending: async (pool, limit) => queues.get(pool)?.first(limit) ?? [],
      page: async (pool, { limit, after = "" }) => lists.get(pool)?.after(after, limit) ?? [],
      persistent: async (pool, { limit, after = "" }) => persistentClaims.get(pool)?.after(after, limit) ?? [],
    },
  };
}

const isPersistent = ({ state, persistence }: Claim): boolean =>
  state !== "pending" && persistence !== undefined && persistence.endedAt === undefined;
