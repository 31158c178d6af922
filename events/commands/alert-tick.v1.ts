import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1) });

/** Sent by a schedule, every ALERT_TICK_MS. */
export const alertTick = {
  source: "greenroom",
  detailType: "Alert Tick",
  version: 1,
  says: "Time passed: the conditions of all alerts are evaluated.",
  detail,
} as const satisfies Contract;

export type AlertTick = z.infer<typeof detail>;
