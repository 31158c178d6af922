import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId } from "../envelope.ts";
import { EC2_STATES } from "../states.ts";

const row = z.looseObject({
  id: instanceId,
  observed: z.object({
    state: z.enum(EC2_STATES),
    at: z.number(),
  }),
  az: z.string(),
  type: z.string(),
  imageId: z.string(),
  securityGroups: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
});

const measures = z.object({
  state: row.shape.observed.shape.state,
  interfaces: z.array(z.object({ id: z.string(), index: z.int() })),
  rootVolume: z.string().optional(),
  profile: z.string().optional(),
});

const detail = z.object({
  version: z.literal(1),
  port: z.enum(["launcher", "power", "modifications", "attachments", "names", "access", "lookup", "listing"]),
  method: z.enum([
    "launch",
    "start",
    "stop",
    "terminate",
    "retype",
    "tag",
    "untag",
    "regroup",
    "reprofile",
    "measure",
    "attach",
    "grow",
    "lend",
    "addressOf",
    "point",
    "unpoint",
    "make",
    "look",
    "page",
  ]),
  /** What the call was about: a launch's token, an instance's id, a listing's zone and marker, a volume, an
   *  Elastic IP, a name. */
  key: z.string(),
  /** How many calls of the same method and key were asked before this one and not yet answered. */
  ordinal: z.int().min(0),
  answer: z
    .union([
      z.literal("unknown"),
      row,
      measures,
      z.object({ kind: z.literal("address"), ip: z.string(), instance: instanceId.optional() }),
      z.object({ kind: z.literal("launched"), instances: z.array(row) }),
      z.object({ kind: z.literal("page"), rows: z.array(row), marker: z.string().optional() }),
      z.object({
        kind: z.enum(["no-capacity", "impossible", "mistaken", "unanswered"]),
        error: z.string(),
        holder: instanceId.optional(),
      }),
      z.object({ kind: z.enum(["asked", "already", "unknown", "expired", "not-yet"]) }),
    ])
    .optional(),
  /** Instead of an answer: what stopped the call. */
  error: z
    .object({
      fate: z.enum(["terminal", "retryable", "retry-after"]),
      code: z.string(),
      message: z.string(),
      retryAfterMs: z.number().optional(),
    })
    .optional(),
});

/** What EC2 answers is an input like any event: what is decided next follows from it. */
export const ec2Answered = {
  source: "greenroom.recording",
  detailType: "EC2 Answered",
  version: 1,
  says: "EC2's answer to a call of the plane, or the error that stopped the call.",
  detail,
} as const satisfies Contract;

export type Ec2Answered = z.infer<typeof detail>;
