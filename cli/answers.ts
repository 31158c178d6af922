import * as z from "zod";
import { alertDetails } from "../events/alerts/alert-changed.v1.ts";
import { instanceId, moment } from "../events/envelope.ts";
import { noticeReason } from "../events/notices/change.ts";
import { claimDetails } from "../events/notices/claim-changed.v1.ts";
import { instanceDetails } from "../events/notices/instance-changed.v1.ts";
import { poolDetails } from "../events/notices/pool-changed.v1.ts";
import { sweepDetails } from "../events/notices/sweep-changed.v1.ts";

/** What the plane answers, as far as commands read it. Anything else in it is left out. */

/** Instances per tier and state; what is absent is none. */
const counts = z.record(z.string(), z.record(z.string(), z.number()));

export const appliedAnswer = z.object({
  changes: z.array(
    z.object({
      kind: z.enum(["template", "pool"]),
      id: z.string(),
      version: z.number(),
      isNew: z.boolean(),
      differences: z.array(z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() })),
    }),
  ),
});
export type AppliedAnswer = z.infer<typeof appliedAnswer>;

export const poolAnswer = poolDetails.extend({
  state: z.enum(["filled", "filling", "draining", "drained"]),
  /** What it keeps at this moment instead of its targets: it follows a forecast. */
  forecastTarget: poolDetails.shape.target.optional(),
  counts,
  pending: z.number(),
  /** Of a pool that is torn down: launches asked for earlier that may still bring an instance. */
  launches: z.number().optional(),
});
export type PoolAnswer = z.infer<typeof poolAnswer>;
export const drainedAnswer = z.object({ pool: poolAnswer, isNew: z.boolean() });
export const poolsAnswer = z.object({
  pools: z.array(poolAnswer),
  marker: z.string().optional(),
});
export type PoolsAnswer = z.infer<typeof poolsAnswer>;

export const claimAnswer = z.object({
  claim: claimDetails,
  instance: instanceDetails.optional(),
  reasons: z.array(noticeReason),
});
export type ClaimAnswer = z.infer<typeof claimAnswer>;

export const claimsAnswer = z.object({ claims: z.array(claimDetails), marker: z.string().optional() });

export const instancesAnswer = z.object({ instances: z.array(instanceDetails), marker: z.string().optional() });

export const transition = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  at: moment,
  cause: z.string(),
  reasons: z.array(noticeReason),
});

export const instanceAnswer = z.object({ instance: instanceDetails, history: z.array(transition) });
export type InstanceAnswer = z.infer<typeof instanceAnswer>;

/** What the plane believed of an instance at a moment. Without the instance: it expires. */
export const beliefAnswer = instanceAnswer.partial({ instance: true }).extend({
  believed: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("known"), at: moment, state: z.string(), transition }),
    z.object({ kind: z.enum(["not-yet", "forgotten"]), at: moment, reasons: z.array(noticeReason) }),
  ]),
});
export type BeliefAnswer = z.infer<typeof beliefAnswer>;

export const sweepAnswer = sweepDetails.extend({ state: z.enum(["under-way", "finished", "left-behind"]) });
export type SweepAnswer = z.infer<typeof sweepAnswer>;

export const begunAnswer = z.object({ sweep: sweepAnswer, isNew: z.boolean() });
export const sweepsAnswer = z.object({ sweeps: z.array(sweepAnswer) });

export const lettersAnswer = z.object({
  queue: z.string(),
  count: z.number(),
  letters: z.array(
    z.object({ id: z.string(), sentAt: moment, why: z.record(z.string(), z.string()), text: z.string() }),
  ),
});
export type LettersAnswer = z.infer<typeof lettersAnswer>;
export const redrivenAnswer = z.object({
  queue: z.string(),
  before: moment,
  sent: z.number(),
  failedAgain: z.array(z.string()),
});

const lateness = z.object({
  count: z.number(),
  meanMs: z.number(),
  medianMsAtMost: z.number(),
  longestMsAtMost: z.number(),
});
const eventDay = z.object({
  day: z.string(),
  missed: z.record(z.string(), z.number()),
  late: z.record(z.string(), lateness),
  lateInAll: lateness.optional(),
  doubled: z.record(z.string(), z.number()),
});
export type EventDay = z.infer<typeof eventDay>;
export const eventDaysAnswer = z.object({ days: z.array(eventDay) });

export const alertsAnswer = z.object({ alerts: z.array(alertDetails.extend({ reasons: z.array(noticeReason) })) });

const replay = z.object({
  name: z.string(),
  kind: z.string().optional(),
  pool: z.string().optional(),
  from: moment,
  to: moment,
  state: z.enum(["starting", "running", "completed", "cancelling", "cancelled", "failed"]),
  reachedAt: moment.optional(),
  why: z.string().optional(),
});
export type ReplayAnswer = z.infer<typeof replay>;
export const replayAnswer = z.object({ replay });
export const replayedAnswer = z.object({
  notices: z.array(z.looseObject({ "detail-type": z.string() })),
  marker: z.string().optional(),
});

export const planAnswer = z.object({
  pool: poolDetails,
  /** What the plan keeps per tier: the pool's targets, or what its forecast makes of them. */
  target: poolDetails.shape.target,
  at: moment,
  counts,
  pending: z.number(),
  epoch: z.number(),
  breaker: z.object({ failures: z.number(), openUntil: moment.optional() }),
  closed: z.array(z.object({ offering: z.string(), until: moment })),
  launches: z.array(z.object({ tier: z.string(), az: z.string(), type: z.string(), count: z.number() })),
  assignments: z.array(z.object({ claim: z.string(), instance: instanceId })),
  expired: z.array(z.string()),
  retirements: z.array(z.object({ instance: instanceId, reasons: z.array(noticeReason) })),
  reasons: z.array(noticeReason),
});
export type PlanAnswer = z.infer<typeof planAnswer>;

/** Every error of the API. */
export const errorAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    fix: z.string().optional(),
    problems: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
});
