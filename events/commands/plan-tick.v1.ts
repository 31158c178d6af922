import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1) });

/** Sent by a schedule, which EventBridge guarantees: the net below the events that ask for plans. */
export const planTick = {
  source: "greenroom",
  detailType: "Plan Tick",
  version: 1,
  says: "Scheduled: every pool is planned again.",
  detail,
} as const satisfies Contract;

export type PlanTick = z.infer<typeof detail>;
