import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1) });

/** Sent by a schedule, every FORECAST_TICK_MS. */
export const forecastTick = {
  source: "greenroom",
  detailType: "Forecast Tick",
  version: 1,
  says: "Scheduled: demand is counted, and forecasts that are due are trained.",
  detail,
} as const satisfies Contract;

export type ForecastTick = z.infer<typeof detail>;
