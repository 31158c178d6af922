import { retypeFor } from "../../claims/choose.ts";
import { fits } from "../../claims/fits.ts";
import { closedFor } from "../../model/capacity.ts";
import type { PoolId } from "../../model/ids.ts";
import { PLAN_ASSIGNMENTS_MAX, PLAN_EXPIRIES_MAX } from "../../model/limits.ts";
import { plan } from "../../planner/plan.ts";
import type { Plan, Snapshot } from "../../planner/snapshot.ts";
import type { Ports } from "../../ports/ports.ts";
import { foretell } from "./foretell.ts";

export type ExplainPorts = Pick<
  Ports,
  "clock" | "pools" | "templates" | "ledgers" | "instances" | "claims" | "demand" | "capacity"
>;

/** What is true of a pool now, and what follows from it. Changes nothing. */
export async function explainPool(
  ports: ExplainPorts,
  id: PoolId,
): Promise<{ readonly snapshot: Snapshot; readonly plan: Plan } | undefined> {
  const pool = await ports.pools.find(id);
  const template = pool && (await ports.templates.find(pool.template.name, pool.template.version));
  if (!pool || !template) return undefined;
  const ledger = await ports.ledgers.find(id);
  const stock = await ports.instances.stock(id);
  const pending = await ports.claims.pending(id, PLAN_ASSIGNMENTS_MAX + PLAN_EXPIRIES_MAX);
  const walls = await ports.capacity.recall(pool.region);
  const now = ports.clock.now();
  const closed = closedFor(walls, id, now);
  const foretold = pool.draining ? undefined : await foretell(ports, pool, template, now);
  const snapshot = { pool, template, ledger, stock, pending, closed, now, ...(foretold && { foretold }) };
  const ground = { types: template.types, closed };
  return { snapshot, plan: plan(snapshot, fits, (row, claim) => retypeFor(row, claim, ground)) };
}
