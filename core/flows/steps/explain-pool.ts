import { retypeFor } from "../../claims/choose.ts";
import { satisfies } from "../../claims/satisfies.ts";
import type { PoolId } from "../../model/ids.ts";
import { PLAN_ASSIGNMENTS_MAX, PLAN_EXPIRIES_MAX } from "../../model/limits.ts";
import { closedFor } from "../../model/offering.ts";
import { plan } from "../../planner/plan.ts";
import type { Plan, Snapshot } from "../../planner/snapshot.ts";
import type { Ports } from "../../ports/ports.ts";
import { forecastTargetOf } from "./forecast-target.ts";

export type ExplainPorts = Pick<
  Ports,
  "clock" | "pools" | "templates" | "ledgers" | "instances" | "claims" | "demand" | "offerings"
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
  const unavailable = await ports.offerings.recall(pool.region);
  const now = ports.clock.now();
  const closed = closedFor(unavailable, id, now);
  const forecastTarget = pool.draining ? undefined : await forecastTargetOf(ports, pool, template, now);
  const snapshot = { pool, template, ledger, stock, pending, closed, now, ...(forecastTarget && { forecastTarget }) };
  const ground = { types: template.types, closed };
  return { snapshot, plan: plan(snapshot, satisfies, (row, claim) => retypeFor(row, claim, ground)) };
}
