import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1), pool: z.string().min(1) });

export const planPool = {
  source: "greenroom",
  detailType: "Plan Pool",
  version: 1,
  says: "Something changed that may change what a pool should do.",
  detail,
} as const satisfies Contract;

export type PlanPool = z.infer<typeof detail>;
