import * as z from "zod";
import { moment } from "../envelope.ts";
import { noticeReason } from "../notices/change.ts";
import { instanceDetails } from "../notices/instance-changed.v1.ts";

/** What the API answers about instances. */

export const instancesAnswer = z.object({ instances: z.array(instanceDetails), marker: z.string().optional() });
export type InstancesAnswer = z.infer<typeof instancesAnswer>;

/** One step of a history. */
export const historyStep = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  at: moment,
  cause: z.string(),
  reasons: z.array(noticeReason),
});

export const instanceAnswer = z.object({ instance: instanceDetails, history: z.array(historyStep) });
export type InstanceAnswer = z.infer<typeof instanceAnswer>;

/** What the plane believed of an instance at a moment. Without the instance: it expires. */
export const beliefAnswer = instanceAnswer.partial({ instance: true }).extend({
  believed: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("known"), at: moment, state: z.string(), transition: historyStep }),
    z.object({ kind: z.enum(["not-yet", "forgotten"]), at: moment, reasons: z.array(noticeReason) }),
  ]),
});
export type BeliefAnswer = z.infer<typeof beliefAnswer>;
