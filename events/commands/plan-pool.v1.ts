import * as z from "zod";
import type { Contract } from "../contract.ts";

const detail = z.object({ version: z.literal(1), pool: z.string().min(1) });

export const planPoolCommand = {
  source: "greenroom",
  detailType: "Plan Pool",
  version: 1,
  says: "A change may require a new plan of a pool.",
  detail,
} as const satisfies Contract;

export type PlanPool = z.infer<typeof detail>;
