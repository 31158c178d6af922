import { alertTickRoute } from "./alert-tick.ts";
import { app } from "./api/app.ts";
import { forecastTickRoute } from "./forecast-tick.ts";
import { instanceStateChanged } from "./instance-state-changed.ts";
import { handle as notify } from "./notify.ts";
import { performActionRoute } from "./perform-action.ts";
import { planPoolRoute } from "./plan-pool.ts";
import { planTickRoute } from "./plan-tick.ts";
import { probeFromQueue } from "./probe-from-queue.ts";
import { probeFromTopic } from "./probe-from-topic.ts";
import { probeTickRoute } from "./probe-tick.ts";
import { rebalanceRecommended } from "./rebalance-recommended.ts";
import { retirementScheduled } from "./retirement-scheduled.ts";
import { shadowRoute } from "./shadow.ts";
import type { Fed, Route } from "./shared/route.ts";
import { spotInterrupted } from "./spot-interrupted.ts";
import { sweepRoute } from "./sweep.ts";
import { sweepTickRoute } from "./sweep-tick.ts";
import { wakeRoute } from "./wake.ts";

/** What runs in Lambda, for whoever runs it elsewhere. Importing it loads no AWS SDK. */

/** Fed by rules on the default bus, each through its inbox queue. */
export const eventRoutes: readonly Route[] = [
  instanceStateChanged,
  spotInterrupted,
  rebalanceRecommended,
  retirementScheduled,
];
/** Fed by our own queues. */
export const queueRoutes = {
  actions: performActionRoute,
  plans: planPoolRoute,
  timers: wakeRoute,
  sweeps: sweepRoute,
} as const;
/** Fed by schedules. */
export const tickRoute: Route = planTickRoute;
export const sweepTicks: Route = sweepTickRoute;
export const alertTicks: Route = alertTickRoute;
export const forecastTicks: Route = forecastTickRoute;
/** What probes the delivery paths, and what stands at their ends. */
export const probeRoutes = { tick: probeTickRoute, fromQueue: probeFromQueue, fromTopic: probeFromTopic } as const;
/** Fed by the one rule that replays of the archive go to. */
export const shadow: Fed = shadowRoute;
/** Fed by the store's stream. */
export const publishStream = notify;
/** Answers HTTP. */
export const api = app;
