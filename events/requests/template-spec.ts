import * as z from "zod";
import { answered } from "../answered.ts";
import { PROFILE_NAME_OR_ARN } from "./profile-name.ts";
import { ZONE_NAME } from "./region.ts";
import { id } from "./spec-id.ts";
import { tags } from "./tags.ts";

/** A template of a pool file: what to launch, and the evidence that makes an instance of it ready. */

const DAY_MS = 86_400_000;
/** EC2 takes at most 16 KB of user data before encoding. Source: EC2 API Reference, RunInstances. */
export const USER_DATA_BYTES = 16 * 1_024;

const signals = z.strictObject({
  by: z.literal("signals"),
  needs: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "a signal's name: lower-case letters, digits and dashes"))
    .min(1, "name at least one signal: with none it could never become ready")
    .max(16),
  maxClockOffsetMs: z.int().min(1, "at least 1 ms: no clock is exact").max(DAY_MS).optional(),
  /** The first boot whose word counts, by signal; left out: any. */
  fromBoot: z.record(z.string(), z.int().min(1).max(100)).optional(),
  /** Signals count only with the nonce of this start. The agents of agents/ send it. */
  bound: z.boolean().optional(),
});
const ec2State = z.strictObject({ by: z.literal("ec2-state") });
const selfStop = z.strictObject({ by: z.literal("self-stop") });
const whileRunning = z.discriminatedUnion("by", [ec2State, signals]);

export const templateSpec = z.strictObject({
  name: id,
  os: z.enum(["windows", "linux"]),
  images: z
    .record(z.string(), z.string().regex(/^ami-[0-9a-f]{8}(?:[0-9a-f]{9})?$/, "an AMI id: ami- and 8 or 17 hex digits"))
    .refine((images) => Object.keys(images).length > 0, "an image for at least one region"),
  types: z
    .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "an instance type such as m7i.large"))
    .min(1)
    .max(20),
  subnets: z
    .record(
      z.string().regex(ZONE_NAME, "name the zone, such as eu-central-1a: neither its region nor its id"),
      z.string().regex(/^subnet-[0-9a-f]{8}(?:[0-9a-f]{9})?$/, "a subnet id"),
    )
    .refine((subnets) => Object.keys(subnets).length > 0, "a subnet for at least one availability zone"),
  securityGroups: z
    .array(z.string().regex(/^sg-[0-9a-f]{8}(?:[0-9a-f]{9})?$/, "a security group id"))
    .max(16)
    .default([]),
  /** An ARN is kept as the name at its end, which is one of a kind in an account. */
  instanceProfile: z
    .string()
    .max(2_048)
    .regex(PROFILE_NAME_OR_ARN, "an instance profile, by name or ARN: that of a role is another")
    .optional(),
  /** The boot script. Only the plane has it: what is read back names it by its hash. */
  userData: z
    .string()
    .max(USER_DATA_BYTES, { abort: true })
    .refine((text) => new TextEncoder().encode(text).length <= USER_DATA_BYTES, "at most 16 KB, written as UTF-8")
    .optional(),
  /** Instead of `userData`: the user data that the template's latest version has, by its SHA-256, as the plane names it. */
  userDataSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "a SHA-256: 64 hex digits in lower case")
    .optional(),
  /** How its instances prove who they are; left out: by their IAM identity. */
  identity: z.enum(["iam", "launch-token"]).optional(),
  market: z.enum(["on-demand", "spot"]).default("on-demand"),
  tags: tags().default({}),
  usdPerHour: z.strictObject({ running: z.number().positive(), stopped: z.number().min(0) }).optional(),
  /** Evidence that a launched instance may join the pool. */
  ready: z.discriminatedUnion("by", [ec2State, selfStop, signals]),
  /** Evidence that a claimed instance may be delivered. */
  verify: whileRunning.default({ by: "ec2-state" }),
  /** Evidence that a released instance is clean again. */
  scrub: whileRunning.default({ by: "ec2-state" }),
});

export type TemplateSpec = z.infer<typeof templateSpec>;

/** A template as notices, answers and `greenroom pools --spec` carry it: every field, and its boot script by its hash alone. */
export const templateAnswered = answered(templateSpec.omit({ userData: true }));
export type TemplateAnswered = z.infer<typeof templateAnswered>;
