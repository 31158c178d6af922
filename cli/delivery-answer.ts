import * as z from "zod";
import { PROBE_PATHS } from "../core/model/delivery.ts";
import { moment } from "../events/envelope.ts";

const quantile = z.union([
  z.object({ of: z.number(), ms: z.number() }),
  z.object({ of: z.number(), unknown: z.enum(["few", "missing"]) }),
]);

/** P(delivered within `ms`), by points. */
const curve = z.array(z.object({ ms: z.number(), count: z.number(), p: z.number() }));

const path = z.object({
  path: z.enum(PROBE_PATHS),
  sent: z.number(),
  arrived: z.number(),
  lost: z.number(),
  undecided: z.number(),
  doubles: z.number(),
  quantiles: z.array(quantile),
  maxMs: z.number().optional(),
  silence: z.object({ ms: z.number(), from: moment, until: moment.optional() }).optional(),
  lossSince: moment.optional(),
  curve,
});
export type PathAnswer = z.infer<typeof path>;

/** What the plane answers of its delivery paths. */
export const deliveryAnswer = z.object({
  since: moment,
  until: moment,
  measuredBy: z.literal("probes"),
  everyMs: z.number(),
  windowMs: z.number(),
  graceMs: z.number(),
  relativeError: z.number(),
  paths: z.array(path),
});
export type DeliveryAnswer = z.infer<typeof deliveryAnswer>;
