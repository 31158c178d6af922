import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId, moment } from "../envelope.ts";
import { publishedFields } from "../overrides/schemas.ts";
import { ATTEMPT_NAMES, ATTEMPT_OUTCOMES, CLAIM_STATES, HIT_KINDS } from "../states.ts";
import { change, noticeReason } from "./change.ts";

const ms = z.int().min(0);

/** Where the time of a delivered claim went, ms: each stage from the end of the one before. One that is left out ended unseen, and its
 *  time is in the next. */
const handOver = z.object({
  /** Until the lease that was delivered: the queue, and instances that failed it. */
  waitMs: ms,
  /** Until the instance it holds was ready to be handed over: none for a hit. */
  prepareMs: ms,
  /** Until what the claim asks to be changed is changed. */
  configureMs: ms,
  /** Until EC2 runs it, by EC2's own time, which is of whole seconds. */
  startMs: ms.optional(),
  /** Until the instance reports for the first time. */
  bootMs: ms.optional(),
  /** Until its evidence is complete. */
  verifyMs: ms,
});
export type HandOverTimes = z.infer<typeof handOver>;

/** Everything the plane knows of a claim. */
export const claimDetails = z.object({
  id: z.string(),
  pool: z.string(),
  caller: z.string(),
  state: z.enum(CLAIM_STATES),
  version: z.int().min(1),
  kind: z.enum(HIT_KINDS).optional(),
  /** Why it is of that kind. */
  because: z.array(noticeReason).optional(),
  instance: instanceId.optional(),
  leaseEpoch: z.int().min(1).optional(),
  asked: z.object({
    pool: z.string().optional(),
    image: z.string().optional(),
    region: z.string().optional(),
    az: z.string().optional(),
    ...publishedFields(),
  }),
  /** It belongs to a persistent claim: which claim of it this is, and which of how many persistent claims that were requested together. `endedAt`: on
   *  the first of its claims, when the desired state was released. */
  persistent: z
    .object({
      generation: z.int().min(1),
      position: z.object({ nth: z.int().min(1), of: z.int().min(1) }).optional(),
      endedAt: moment.optional(),
    })
    .optional(),
  /** The claim that replaces it since it was lost, or since its instance is to be taken away. */
  successor: z.string().optional(),
  requestedAt: moment,
  leasedAt: moment.optional(),
  deliveredAt: moment.optional(),
  handOver: handOver.optional(),
  endedAt: moment.optional(),
  waitUntil: moment,
  failedHandOvers: z.int().min(0),
  /** What was tried for it when EC2 had no capacity, oldest first. */
  attempts: z
    .array(
      z.object({
        attempt: z.enum(ATTEMPT_NAMES),
        at: moment,
        outcome: z.enum(ATTEMPT_OUTCOMES),
        why: noticeReason,
        offering: z.string().optional(),
        instance: instanceId.optional(),
        pool: z.string().optional(),
      }),
    )
    .optional(),
});
export type ClaimDetails = z.infer<typeof claimDetails>;

const detail = z.object({ ...change, kind: z.literal("claim"), resource: claimDetails });

export const claimChanged = {
  source: "greenroom",
  detailType: "Claim Changed",
  version: 1,
  says: "A claim was made, leased, delivered, returned to the queue, succeeded by another claim, released, refused or lost.",
  detail,
} as const satisfies Contract;

export type ClaimChanged = z.infer<typeof detail>;
