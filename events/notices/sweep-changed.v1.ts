import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";
import { change, noticeReason } from "./change.ts";

/** The progress of a sweep. Its version is the number of its stage: pages read within one are no news. */
export const sweepDetails = z.object({
  id: z.string(),
  region: z.string(),
  version: z.int().min(1),
  stage: z.enum(["listing", "comparing", "finished"]),
  startedAt: moment,
  finishedAt: moment.optional(),
  /** Every zone was read to its end. */
  isComplete: z.boolean(),
  shards: z.array(
    z.object({
      zone: z.string(),
      state: z.enum(["open", "done", "failed"]),
      pages: z.int().min(0),
      rows: z.int().min(0),
      generation: z.int().min(1),
      why: noticeReason.optional(),
    }),
  ),
  findings: z.object({
    /** By the event that should have reported it. */
    missed: z.record(z.string(), z.int().min(0)),
    lateMsMax: z.number(),
    /** Rows taken for events, by what they said. */
    emitted: z.record(z.string(), z.int().min(0)).optional(),
    adopted: z.int().min(0),
    retired: z.int().min(0),
    drifted: z.int().min(0),
    suspected: z.int().min(0),
    cameBack: z.int().min(0),
    gone: z.int().min(0),
    /** The first of them, and how many there are. */
    leaks: z.array(z.string()),
    leakCount: z.int().min(0),
  }),
});
export type SweepDetails = z.infer<typeof sweepDetails>;

const detail = z.object({ ...change, kind: z.literal("sweep"), resource: sweepDetails });

export const sweepChanged = {
  source: "greenroom",
  detailType: "Sweep Changed",
  version: 1,
  says: "A sweep of EC2's listing began, finished reading its zones, or finished.",
  detail,
} as const satisfies Contract;

export type SweepChanged = z.infer<typeof detail>;
