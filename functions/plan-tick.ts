import { persistEveryClaim } from "../core/flows/persist-every-claim.ts";
import { planEveryPool } from "../core/flows/plan-every-pool.ts";
import { forEvery } from "../core/flows/steps/for-every.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { PlanTick } from "../events/commands/plan-tick.v1.ts";
import { planTickFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

type TickPorts = Needs<typeof planEveryPool> & Needs<typeof persistEveryClaim>;

/** Time passed: what only time changes (a surplus's delay, an open breaker, a claim's patience) is planned; and persistent
 *  claims are looked after that no message reached.
 *  In:    greenroom "Plan Tick" v1, from a schedule, every minute
 *  Out:   one plan request per pool; for one pool in eleven, one action per persistent claim.
 *  Twice: requests of one second make one plan.
 *  Late:  harmless. */
export const handle: Handle<PlanTick, TickPorts> = (ports) => async () => {
  await forEvery([planEveryPool, persistEveryClaim], (flow) => flow(ports));
  return { kind: "requested" };
};
export const handler = onQueue(
  route(planTickFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
