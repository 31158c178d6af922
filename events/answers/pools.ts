import * as z from "zod";
import { instanceId, moment } from "../envelope.ts";
import { noticeReason } from "../notices/change.ts";
import { poolDetails } from "../notices/pool-changed.v1.ts";
import { templateDetails } from "../notices/template-made.v1.ts";
import { perTier } from "../tiers.ts";

/** What the API answers about pools and templates. */

/** Instances per tier and state; what is absent is none. */
const counts = z.record(z.string(), z.record(z.string(), z.int()));
const target = z.object(perTier(() => z.int().min(0)));

/** The present status of a pool, beside its spec. */
const poolStatus = z.object({
  state: z.enum(["filled", "filling", "draining", "drained"]),
  counts,
  /** Claims that wait for an instance. */
  pending: z.int(),
  /** What it keeps at this moment instead of its targets: it follows a forecast. */
  forecastTarget: target.optional(),
  /** Of a pool that is torn down: launches asked for earlier that may still bring an instance. */
  launches: z.int().optional(),
});
export type PoolStatus = z.infer<typeof poolStatus>;

export const poolAnswer = poolDetails.extend({ status: poolStatus });
export type PoolAnswer = z.infer<typeof poolAnswer>;
export const poolsAnswer = z.object({ pools: z.array(poolAnswer), marker: z.string().optional() });
export type PoolsAnswer = z.infer<typeof poolsAnswer>;
/** `isNew` false: it was being torn down before. */
export const drainedAnswer = z.object({ pool: poolAnswer, isNew: z.boolean() });
export type DrainedAnswer = z.infer<typeof drainedAnswer>;
export const templatesAnswer = z.object({ templates: z.array(templateDetails), marker: z.string().optional() });
export type TemplatesAnswer = z.infer<typeof templatesAnswer>;

/** What applying a file changed, or would change: each field by its path in the file's entry, in the file's units. */
export const appliedAnswer = z.object({
  changes: z.array(
    z.object({
      kind: z.enum(["template", "pool"]),
      id: z.string(),
      version: z.int(),
      isNew: z.boolean(),
      differences: z.array(z.object({ field: z.string(), from: z.unknown().optional(), to: z.unknown().optional() })),
    }),
  ),
  /** What may not work as it is meant, though the file is applied: `field` is `value`, `message`; and what to do. */
  warnings: z
    .array(z.object({ field: z.string(), value: z.unknown(), message: z.string(), fix: z.string() }))
    .default([]),
});
export type AppliedAnswer = z.infer<typeof appliedAnswer>;

/** What the next plan of a pool would do, and why. */
export const planAnswer = z.object({
  pool: poolDetails,
  /** What the plan keeps per tier: the pool's targets, or what its forecast makes of them. */
  target,
  at: moment,
  counts,
  pending: z.int(),
  epoch: z.int(),
  breaker: z.object({ failures: z.int(), openUntil: moment.optional() }),
  closed: z.array(z.object({ offering: z.string(), until: moment })),
  launches: z.array(z.object({ tier: z.string(), az: z.string(), type: z.string(), count: z.int() })),
  assignments: z.array(z.object({ claim: z.string(), instance: instanceId })),
  expired: z.array(z.string()),
  retirements: z.array(z.object({ instance: instanceId, reasons: z.array(noticeReason) })),
  reasons: z.array(noticeReason),
});
export type PlanAnswer = z.infer<typeof planAnswer>;
