import { FORECAST_TICK_MS } from "../core/model/forecast-limits.ts";
import {
  ALERT_TICK_MS,
  PLAN_DELAY_MS,
  PROBE_TICK_MS,
  STREAM_BATCH_MAX,
  SWEEP_TICK_MS,
  TIMERS_STALE_MS,
} from "../core/model/limits.ts";
import { MINUTE_MS } from "../core/model/time.ts";
import { awsHealthEvent } from "../events/aws/aws-health-event.v0.ts";
import { ec2InstanceStateChange } from "../events/aws/ec2-instance-state-change.v0.ts";
import { ec2RebalanceRecommendation } from "../events/aws/ec2-rebalance-recommendation.v0.ts";
import { ec2SpotInterruption } from "../events/aws/ec2-spot-interruption.v0.ts";
import { alertTick } from "../events/commands/alert-tick.v1.ts";
import { forecastTick } from "../events/commands/forecast-tick.v1.ts";
import { performActionCommand } from "../events/commands/perform-action.v1.ts";
import { planPoolCommand } from "../events/commands/plan-pool.v1.ts";
import { planTick } from "../events/commands/plan-tick.v1.ts";
import { probeTick } from "../events/commands/probe-tick.v1.ts";
import { sweepOn } from "../events/commands/sweep.v1.ts";
import { sweepTick } from "../events/commands/sweep-tick.v1.ts";
import { wake } from "../events/commands/wake.v1.ts";
import { recordFailed } from "../events/failures/record-failed.v1.ts";
import { deliveryProbe } from "../events/probes/delivery-probe.v1.ts";
import type { Permissions } from "./shared/manifest/permissions.ts";
import type { FunctionRow } from "./shared/manifest/row.ts";

// Every function of the plane, one row each; `shared/manifest/row.ts` says what a row is. Handlers, stacks, the local cloud, replays,
// tests and docs are made from these rows. A handler's bundle keeps its own row alone, as long as rows are plain data: a call, a spread or a sum
// in one of them would put that row, and the contract it reads, into every bundle.

/** What publishing a change takes, and asking for what follows from it. */
const PUBLISHES = {
  items: ["PutItem", "UpdateItem", "Query"],
  sends: ["plan-pool", "wake", "perform-action"],
  also: ["publish", "alert-people", "keep-failures"],
} as const satisfies Permissions;

export const alertTickFunction = {
  name: "alert-tick",
  contract: alertTick,
  fed: { by: "schedule", everyMs: ALERT_TICK_MS, batch: 1, retry: "long-ticks" },
  ports: ["store", "queues"],
  may: { items: ["GetItem", "Query", "PutItem"], indexes: ["bin", "pending", "claims"] },
  runs: { memoryMb: 256, recursion: "none" },
} as const satisfies FunctionRow;

export const apiFunction = {
  name: "api",
  fed: { by: "http", timeoutMs: 29_000 },
  ports: ["store", "queues", "ec2", "names", "seals", "feeds", "replays", "plane"],
  may: {
    items: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
    indexes: ["bin", "pending", "claims"],
    sends: ["perform-action", "sweep"],
    ec2: ["describe", "start", "pass-roles"],
    also: ["overrides-before-start", "verify-launch-tokens", "redrive", "replay-archive", "inspect-feeds"],
  },
  runs: { memoryMb: 1024, recursion: "none" },
} as const satisfies FunctionRow;

/** With one virtual CPU, which Lambda gives from 1,769 MB on: forecasts are worked out, not waited for. */
export const forecastTickFunction = {
  name: "forecast-tick",
  contract: forecastTick,
  fed: { by: "schedule", everyMs: FORECAST_TICK_MS, batch: 1, retry: "forecasts" },
  ports: ["store", "queues"],
  may: { items: ["GetItem", "Query", "PutItem"], indexes: ["bin", "claims"] },
  runs: { memoryMb: 1_769, recursion: "none" },
} as const satisfies FunctionRow;

export const instanceStateChangedFunction = {
  name: "instance-state-changed",
  contract: ec2InstanceStateChange,
  fed: { by: "event", batch: 10, retry: "events" },
  ports: ["store", "queues"],
  may: { items: ["GetItem", "PutItem", "UpdateItem"], sends: ["perform-action"] },
  runs: { memoryMb: 512, recursion: "none" },
} as const satisfies FunctionRow;

export const notifyFunction = {
  name: "notify",
  fed: { by: "stream", records: STREAM_BATCH_MAX, timeoutMs: MINUTE_MS },
  ports: ["store", "queues", "outlets"],
  may: PUBLISHES,
  runs: { memoryMb: 512, recursion: "none" },
} as const satisfies FunctionRow;

export const performActionFunction = {
  name: "perform-action",
  contract: performActionCommand,
  fed: { by: "queue", queue: "actions", batch: 5, atOnce: 10, retry: "actions" },
  ports: ["store", "queues", "ec2", "names", "access", "seals"],
  may: {
    items: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
    indexes: ["bin"],
    sends: ["perform-action", "plan-pool"],
    ec2: ["describe", "launch", "start", "stop", "terminate", "read-console"],
    also: ["overrides-before-start", "overrides-after-start", "make-launch-tokens"],
  },
  runs: { memoryMb: 512, recursion: "allowed" },
} as const satisfies FunctionRow;

export const planPoolFunction = {
  name: "plan-pool",
  contract: planPoolCommand,
  fed: { by: "queue", queue: "plans", fifo: true, delayMs: PLAN_DELAY_MS, batch: 1, retry: "plans" },
  ports: ["store", "queues"],
  may: {
    items: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
    indexes: ["bin", "pending", "claims"],
    sends: ["perform-action"],
  },
  runs: { memoryMb: 1024, recursion: "allowed" },
} as const satisfies FunctionRow;

export const planTickFunction = {
  name: "plan-tick",
  contract: planTick,
  fed: { by: "schedule", everyMs: MINUTE_MS, batch: 1, retry: "ticks" },
  ports: ["store", "queues"],
  may: { items: ["Query"], indexes: ["pending"], sends: ["plan-pool", "perform-action"] },
  runs: { memoryMb: 256, recursion: "none" },
} as const satisfies FunctionRow;

export const probeFromQueueFunction = {
  name: "probe-from-queue",
  contract: deliveryProbe,
  fed: { by: "probes", batch: 1, retry: "probes" },
  ports: ["store", "queues"],
  may: { items: ["UpdateItem"] },
  runs: { memoryMb: 256, recursion: "none" },
} as const satisfies FunctionRow;

export const probeFromTopicFunction = {
  name: "probe-from-topic",
  contract: deliveryProbe,
  fed: { by: "topic", timeoutMs: 30_000 },
  ports: ["store", "queues"],
  may: { items: ["UpdateItem"] },
  runs: { memoryMb: 256, recursion: "none" },
} as const satisfies FunctionRow;

export const probeTickFunction = {
  name: "probe-tick",
  contract: probeTick,
  fed: { by: "schedule", everyMs: PROBE_TICK_MS, batch: 1, retry: "ticks" },
  ports: ["store", "queues", "probes"],
  may: { items: ["Query", "UpdateItem"], also: ["publish"] },
  runs: { memoryMb: 256, recursion: "none" },
} as const satisfies FunctionRow;

export const rebalanceRecommendedFunction = {
  name: "rebalance-recommended",
  contract: ec2RebalanceRecommendation,
  fed: { by: "event", batch: 10, retry: "events" },
  ports: ["store", "queues"],
  may: { items: ["GetItem", "PutItem", "UpdateItem"], sends: ["perform-action"] },
  runs: { memoryMb: 512, recursion: "none" },
} as const satisfies FunctionRow;

export const republishFunction = {
  name: "republish",
  contract: recordFailed,
  fed: { by: "redrive", batch: 1, atOnce: 2, retry: "failures" },
  ports: ["store", "queues", "outlets"],
  may: PUBLISHES,
  runs: { memoryMb: 512, recursion: "none" },
} as const satisfies FunctionRow;

export const retirementScheduledFunction = {
  name: "retirement-scheduled",
  contract: awsHealthEvent,
  fed: { by: "event", batch: 10, retry: "events" },
  ports: ["store", "queues"],
  may: { items: ["GetItem", "PutItem", "UpdateItem"], sends: ["perform-action"] },
  runs: { memoryMb: 512, recursion: "none" },
} as const satisfies FunctionRow;

export const shadowFunction = {
  name: "shadow",
  fed: { by: "replays", batch: 10, atOnce: 5, retry: "replays" },
  ports: ["store", "queues"],
  may: { items: ["PutItem"] },
  runs: { memoryMb: 256, recursion: "none" },
} as const satisfies FunctionRow;

export const spotInterruptedFunction = {
  name: "spot-interrupted",
  contract: ec2SpotInterruption,
  fed: { by: "event", batch: 10, retry: "events" },
  ports: ["store", "queues"],
  may: { items: ["GetItem", "PutItem", "UpdateItem"], sends: ["perform-action"] },
  runs: { memoryMb: 512, recursion: "none" },
} as const satisfies FunctionRow;

export const sweepFunction = {
  name: "sweep",
  contract: sweepOn,
  fed: { by: "queue", queue: "sweeps", batch: 1, atOnce: 2, staleAfterMs: SWEEP_TICK_MS, retry: "sweeps" },
  ports: ["store", "queues", "ec2"],
  may: {
    items: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"],
    indexes: ["bin"],
    sends: ["perform-action", "sweep", "wake"],
    ec2: ["describe"],
  },
  runs: { memoryMb: 1024, recursion: "allowed" },
} as const satisfies FunctionRow;

export const sweepTickFunction = {
  name: "sweep-tick",
  contract: sweepTick,
  fed: { by: "schedule", everyMs: SWEEP_TICK_MS, batch: 1, retry: "long-ticks" },
  ports: ["store", "queues"],
  may: { items: ["GetItem", "Query", "PutItem"], indexes: ["bin"], sends: ["sweep"] },
  runs: { memoryMb: 256, recursion: "none" },
} as const satisfies FunctionRow;

export const wakeFunction = {
  name: "wake",
  contract: wake,
  fed: { by: "queue", queue: "timers", batch: 10, atOnce: 10, staleAfterMs: TIMERS_STALE_MS, retry: "timers" },
  ports: ["store", "queues", "ec2"],
  may: {
    items: ["GetItem", "PutItem", "UpdateItem"],
    sends: ["perform-action", "wake"],
    ec2: ["describe"],
  },
  runs: { memoryMb: 512, recursion: "allowed" },
} as const satisfies FunctionRow;
