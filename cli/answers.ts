import * as z from "zod";
import { alertDetails } from "../events/alerts/alert-changed.v1.ts";
import { moment } from "../events/envelope.ts";
import { noticeReason } from "../events/notices/change.ts";
import { sweepDetails } from "../events/notices/sweep-changed.v1.ts";

/** What the plane answers, as far as commands read it. Anything else in it is left out. */

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
