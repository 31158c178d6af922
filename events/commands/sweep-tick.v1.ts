import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1), emit: z.boolean().optional() });

/** Sent by a schedule, which EventBridge guarantees: the listing repairs what events missed. */
export const sweepTick = {
  source: "greenroom",
  detailType: "Sweep Tick",
  version: 1,
  says: "Time passed: every region with a pool is swept, unless a sweep is under way there. With `emit`, rows are taken for events, for a cloud that tells none.",
  detail,
} as const satisfies Contract;

export type SweepTick = z.infer<typeof detail>;
