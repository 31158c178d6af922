import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1) });

/** Sent by a schedule, every minute. The envelope's time names the minute, so that a tick that comes twice sends once. */
export const probeTick = {
  source: "greenroom",
  detailType: "Probe Tick",
  version: 1,
  says: "Scheduled: every delivery path is probed, and windows that have ended are closed.",
  detail,
} as const satisfies Contract;

export type ProbeTick = z.infer<typeof detail>;
