import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";
import { change } from "./change.ts";

/** A pool's wish as it stands. */
export const poolDetails = z.object({
  id: z.string(),
  version: z.int().min(1),
  region: z.string(),
  template: z.object({ name: z.string(), version: z.int().min(1) }),
  target: z.object({ running: z.int().min(0), hibernated: z.int().min(0), stopped: z.int().min(0) }),
  max: z.object({ instances: z.int().min(0), usdPerHour: z.number().optional() }),
  fallback: z.enum(["launch", "queue", "refuse"]),
  onRelease: z.enum(["reuse", "retire"]),
  /** It is torn down: nothing is launched for it, and no claim is served from it. */
  draining: z.literal(true).optional(),
  changedAt: moment,
});
export type PoolDetails = z.infer<typeof poolDetails>;

const detail = z.object({ ...change, kind: z.literal("pool"), resource: poolDetails });

export const poolChanged = {
  source: "greenroom",
  detailType: "Pool Changed",
  version: 1,
  says: "An engineer made or changed a pool.",
  detail,
} as const satisfies Contract;

export type PoolChanged = z.infer<typeof detail>;
