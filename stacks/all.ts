import type { Deployed } from "./deployed.ts";
import { alertTickFunction } from "./functions/alert-tick.ts";
import { apiFunction } from "./functions/api.ts";
import { forecastTickFunction } from "./functions/forecast-tick.ts";
import { instanceStateChangedFunction } from "./functions/instance-state-changed.ts";
import { notifyFunction } from "./functions/notify.ts";
import { performActionFunction } from "./functions/perform-action.ts";
import { planPoolFunction } from "./functions/plan-pool.ts";
import { planTickFunction } from "./functions/plan-tick.ts";
import { probeFromQueueFunction } from "./functions/probe-from-queue.ts";
import { probeFromTopicFunction } from "./functions/probe-from-topic.ts";
import { probeTickFunction } from "./functions/probe-tick.ts";
import { rebalanceRecommendedFunction } from "./functions/rebalance-recommended.ts";
import { republishFunction } from "./functions/republish.ts";
import { retirementScheduledFunction } from "./functions/retirement-scheduled.ts";
import { shadowFunction } from "./functions/shadow.ts";
import { spotInterruptedFunction } from "./functions/spot-interrupted.ts";
import { sweepFunction } from "./functions/sweep.ts";
import { sweepTickFunction } from "./functions/sweep-tick.ts";
import { wakeFunction } from "./functions/wake.ts";

/** Everything that is deployed to run, by name. `test/stacks/all.test.ts` holds it against the handlers in `functions/`. */
export const DEPLOYED: readonly Deployed[] = [
  alertTickFunction,
  apiFunction,
  forecastTickFunction,
  instanceStateChangedFunction,
  notifyFunction,
  performActionFunction,
  planPoolFunction,
  planTickFunction,
  probeFromQueueFunction,
  probeFromTopicFunction,
  probeTickFunction,
  rebalanceRecommendedFunction,
  republishFunction,
  retirementScheduledFunction,
  shadowFunction,
  spotInterruptedFunction,
  sweepFunction,
  sweepTickFunction,
  wakeFunction,
];
