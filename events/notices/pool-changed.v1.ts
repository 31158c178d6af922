import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";
import { poolAnswered } from "../requests/pool-spec.ts";
import { change } from "./change.ts";

/** A pool's desired state: the spec, as the pool file says it, and what is no part of a file. */
export const poolDetails = z.object({
  id: z.string(),
  version: z.int().min(1),
  spec: poolAnswered,
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
  says: "An engineer created or changed a pool.",
  detail,
} as const satisfies Contract;

export type PoolChanged = z.infer<typeof detail>;
