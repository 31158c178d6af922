import * as z from "zod";
import { moment } from "../events/envelope.ts";
import { noticeReason } from "../events/notices/change.ts";

/** What the plane answers of a pool's forecast. */
export const forecastAnswer = z.object({
  pool: z.string(),
  at: moment,
  on: z.boolean(),
  hit: z.number(),
  countedTo: moment.optional(),
  forecast: z
    .object({
      day: z.string(),
      madeAt: moment,
      days: z.number(),
      basis: z.enum(["forecast", "history-short", "back-test-worse"]),
      leadSeconds: z.number(),
      staticSize: z.number(),
      holdMinutes: z.number(),
      backTest: z
        .object({
          days: z.number(),
          claims: z.number(),
          hitRate: z.number(),
          overhead: z.number(),
          staticSize: z.number(),
          staticHitRate: z.number(),
          staticOverhead: z.number(),
          costRatio: z.number(),
        })
        .optional(),
    })
    .optional(),
  target: z.number().optional(),
  reasons: z.array(noticeReason),
  confidence: z.object({
    level: z.enum(["none", "low", "fair", "high"]),
    hitRate: z.object({ low: z.number(), high: z.number() }).optional(),
  }),
  lately: z.object({ days: z.number(), claims: z.number(), misses: z.number() }),
  ahead: z.array(z.object({ at: moment, claims: z.number(), target: z.number(), floor: z.number() })),
});
export type ForecastAnswer = z.infer<typeof forecastAnswer>;
