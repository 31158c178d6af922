import { persistEveryClaim } from "../core/flows/persist-every-claim.ts";
import { planEveryPool } from "../core/flows/plan-every-pool.ts";
import { forEvery } from "../core/flows/steps/for-every.ts";
import { type PlanTick, planTick } from "../events/commands/plan-tick.v1.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** Time passed: what only time changes (a surplus's delay, an open breaker, a claim's patience) is planned; and standing
 *  wishes are looked after that no message reached.
 *  In:    greenroom "Plan Tick" v1, from a schedule, every minute
 *  Out:   one plan request per pool; for one pool in eleven, one action per persistent claim.
 *  Twice: requests of one second make one plan.
 *  Late:  harmless. */
export const handle: Handle<PlanTick> = (ports) => async () => {
  await forEvery([planEveryPool, persistEveryClaim], (flow) => flow(ports));
  return { kind: "requested" };
};
export const planTickRoute = route("plan-tick", planTick, handle);
export const handler = onQueue(planTickRoute, await wiredBy(() => import("./shared/wire/with-queues.ts")));
