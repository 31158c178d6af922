import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1), sweep: z.string().min(1) });

export const sweepOn = {
  source: "greenroom",
  detailType: "Sweep",
  version: 1,
  says: "A sweep has pages to read, or records to compare with what it read.",
  detail,
} as const satisfies Contract;

export type SweepOn = z.infer<typeof detail>;
