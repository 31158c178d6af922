import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";
import { noticeReason } from "../notices/change.ts";

const detail = z.object({
  version: z.literal(1),
  pool: z.string().min(1),
  at: moment,
  launches: z.array(z.object({ tier: z.string(), az: z.string(), type: z.string(), count: z.int().min(1) })),
  assignments: z.array(z.object({ claim: z.string(), instance: z.string() })),
  /** Claims refused because they waited too long. */
  expired: z.array(z.string()),
  retirements: z.array(z.object({ instance: z.string(), reasons: z.array(noticeReason) })),
  /** Launches that nobody settled, and that are given up. */
  droppedIntents: z.int().min(0),
  breaker: z.object({ failures: z.int().min(0), openUntil: moment.optional() }),
  reasons: z.array(noticeReason),
});

/** A plan that does nothing is a decision too, with its reasons. */
export const planMade = {
  source: "greenroom.recording",
  detailType: "Plan Made",
  version: 1,
  says: "The planner decided what a pool should do.",
  detail,
} as const satisfies Contract;

export type PlanMade = z.infer<typeof detail>;
