import type { PoolId } from "../model/ids.ts";
import type { Applicant } from "../model/origin.ts";
import type { Pool } from "../model/pool.ts";
import { reason } from "../model/reason.ts";
import type { Ports } from "../ports/ports.ts";

export type Drained =
  /** `isNew` false: it was being torn down before. */
  | { readonly kind: "draining"; readonly pool: Pool; readonly isNew: boolean }
  | { readonly kind: "unknown-pool" }
  /** Somebody else changed the pool at the same time. */
  | { readonly kind: "conflict" };

/** Has a pool torn down, until a file that has it is applied again. It is one write of the desired state: what then leaves, leaves by plans, so
 *  that whoever dies in between loses nothing of it. */
export async function drainPool(ports: Pick<Ports, "clock" | "pools">, id: PoolId, by: Applicant): Promise<Drained> {
  const before = await ports.pools.find(id);
  if (!before) return { kind: "unknown-pool" };
  if (before.draining) return { kind: "draining", pool: before, isNew: false };
  const pool: Pool = {
    ...before,
    draining: true,
    version: before.version + 1,
    changedAt: ports.clock.now(),
    cause: `drain:${by.request ?? by.caller}`,
    reasons: [reason("drained", { caller: by.caller })],
  };
  return (await ports.pools.save(pool)) === "conflict" ? { kind: "conflict" } : { kind: "draining", pool, isNew: true };
}
