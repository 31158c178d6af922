import * as z from "zod";
import { historyStep } from "../events/answers/instances.ts";
import { instanceId, moment } from "../events/envelope.ts";

/** `GET /instances/{id}/autopsy`, as far as the command reads it. */
export const autopsyAnswer = z.object({
  autopsy: z.object({
    instance: instanceId,
    pool: z.string(),
    az: z.string(),
    type: z.string(),
    imageId: z.string(),
    generation: z.string(),
    launchedAt: moment,
    quarantinedAt: moment,
    takenAt: moment,
    observed: z.object({ state: z.string(), at: moment }),
    verdict: historyStep.optional(),
    stages: z.record(z.string(), z.number()),
    signals: z.array(
      z.object({
        name: z.string(),
        at: moment,
        ok: z.boolean(),
        offsetMs: z.number().optional(),
        text: z.string().optional(),
        boot: z.number().optional(),
      }),
    ),
    history: z.array(historyStep),
    stateReason: z.object({ code: z.string(), message: z.string() }).optional(),
    console: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("output"), text: z.string(), bytes: z.number(), postedAt: moment.optional() }),
      z.object({ kind: z.literal("empty") }),
      z.object({ kind: z.literal("unknown") }),
      z.object({ kind: z.literal("refused"), error: z.string() }),
    ]),
  }),
});
export type AutopsyAnswer = z.infer<typeof autopsyAnswer>;
