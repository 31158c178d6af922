import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1), emit: z.boolean().optional() });

/** Sent by a schedule, which EventBridge guarantees: the listing repairs what events missed. */
export const sweepTick = {
  source: "greenroom",
  detailType: "Sweep Tick",
  version: 1,
  says: "Scheduled: every region with a pool is swept, unless a sweep is in progress there. With `emit`, rows are treated as events, for a cloud that sends none.",
  detail,
} as const satisfies Contract;

export type SweepTick = z.infer<typeof detail>;
