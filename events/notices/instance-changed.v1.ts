import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId, moment } from "../envelope.ts";
import { STATES } from "../states.ts";
import { TIERS } from "../tiers.ts";
import { change } from "./change.ts";

/** Everything the plane knows of an instance, as lists, answers and notices carry it. */
export const instanceDetails = z.object({
  id: instanceId,
  pool: z.string(),
  state: z.enum(STATES),
  since: moment,
  version: z.int().min(1),
  tier: z.enum(TIERS),
  region: z.string(),
  az: z.string(),
  type: z.string(),
  imageId: z.string(),
  generation: z.string(),
  market: z.enum(["on-demand", "spot"]),
  privateIp: z.string().optional(),
  securityGroups: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  ec2: z.object({ state: z.string(), at: moment }),
  claim: z.string().optional(),
  leaseEpoch: z.int().min(0),
  signals: z.array(
    z.object({
      name: z.string(),
      at: moment,
      ok: z.boolean(),
      offsetMs: z.number().optional(),
      text: z.string().optional(),
      boot: z.int().min(1).optional(),
    }),
  ),
  /** Milliseconds after its launch at which each stage of its preparation was reported first. */
  stages: z.record(z.string(), z.number()).optional(),
  launchedAt: moment,
  readyAt: moment.optional(),
  wakeAt: moment.optional(),
  suspectSince: moment.optional(),
  interruptedAt: moment.optional(),
  uses: z.int().min(0),
});
export type InstanceDetails = z.infer<typeof instanceDetails>;

const detail = z.object({ ...change, kind: z.literal("instance"), resource: instanceDetails });

export const instanceChanged = {
  source: "greenroom",
  detailType: "Instance Changed",
  version: 1,
  says: "An instance's record changed: its state, or other facts about it.",
  detail,
} as const satisfies Contract;

export type InstanceChanged = z.infer<typeof detail>;
