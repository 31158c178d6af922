import { planPool as plan } from "../core/flows/plan-pool.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { PlanPool } from "../events/commands/plan-pool.v1.ts";
import { planPoolFunction } from "./manifest.ts";
import { onFifoQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A change may require a new plan of a pool.
 *  In:    greenroom "Plan Pool" v1, from the FIFO plan queue: one group per pool, two seconds held back
 *  Out:   the ledger, launches, leases for waiting claims, retirements.
 *  Twice: the ledger's epoch lets one of two plans through; a plan of an unchanged pool does nothing.
 *  Late:  a plan is made from what is true when it is made. */
export const handle: Handle<PlanPool, Needs<typeof plan>> =
  (ports) =>
  ({ detail }) =>
    plan(ports, detail.pool);
export const handler = onFifoQueue(
  route(planPoolFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
