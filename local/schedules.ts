import { FORECAST_TICK_MS } from "../core/model/forecast-limits.ts";
import { ALERT_TICK_MS } from "../core/model/limits.ts";
import { alertTick } from "../events/commands/alert-tick.v1.ts";
import { forecastTick } from "../events/commands/forecast-tick.v1.ts";
import { planTick } from "../events/commands/plan-tick.v1.ts";
import { sweepTick } from "../events/commands/sweep-tick.v1.ts";
import { type Contract, write } from "../events/contract.ts";
import { TICK_MS } from "./assumptions.ts";
import type { Inboxes } from "./inboxes.ts";
import type { Queue } from "./queues.ts";
import type { Scheduler } from "./time/scheduler.ts";

/** What is sent by the clock, and how often; what is left out is not sent. */
export interface Schedules {
  /** Left out: TICK_MS. */
  readonly planEveryMs?: number | undefined;
  readonly sweepEveryMs?: number | undefined;
  /** Whether sweeps take what they read for events. */
  readonly emit?: boolean | undefined;
  readonly alerts?: true | undefined;
  readonly forecasts?: true | undefined;
}

/** EventBridge's schedules, which are guaranteed. */
export function schedules(scheduler: Scheduler, boxes: Inboxes, wanted: Schedules): void {
  const every = <Detail>(
    everyMs: number,
    queue: Queue,
    contract: Contract<Detail>,
    detail: Detail,
    name: string,
  ): void => {
    const next = (nth: number): void =>
      scheduler.after(everyMs, () => {
        const at = scheduler.now();
        queue.send(write(contract, detail, { id: `${name}-${nth}`, at }), at);
        next(nth + 1);
      });
    next(1);
  };
  const { planEveryMs = TICK_MS, sweepEveryMs, emit, alerts, forecasts } = wanted;
  every(planEveryMs, boxes.tick, planTick, { version: 1 }, "tick");
  if (sweepEveryMs !== undefined)
    every(sweepEveryMs, boxes.sweepTick, sweepTick, { version: 1, ...(emit && { emit: true }) }, "sweep-tick");
  if (forecasts) every(FORECAST_TICK_MS, boxes.forecastTick, forecastTick, { version: 1 }, "forecast-tick");
  if (alerts) every(ALERT_TICK_MS, boxes.alertTick, alertTick, { version: 1 }, "alert-tick");
}
