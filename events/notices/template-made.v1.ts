import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";
import { change } from "./change.ts";

const evidence = z.discriminatedUnion("by", [
  z.object({ by: z.literal("ec2-state") }),
  z.object({ by: z.literal("self-stop") }),
  z.object({
    by: z.literal("signals"),
    needs: z.array(z.string()),
    maxClockOffsetMs: z.number().optional(),
    fromBoot: z.record(z.string(), z.number()).optional(),
    bound: z.boolean().optional(),
  }),
]);

/** One version of a template. Its boot script stays with the plane, as it may hold secrets: here is only what tells it from another. */
export const templateDetails = z.object({
  id: z.string(),
  version: z.int().min(1),
  os: z.enum(["windows", "linux"]),
  images: z.record(z.string(), z.string()),
  types: z.array(z.string()),
  subnets: z.record(z.string(), z.string()),
  securityGroups: z.array(z.string()),
  instanceProfile: z.string().optional(),
  userDataSha256: z.string().optional(),
  market: z.enum(["on-demand", "spot"]),
  tags: z.record(z.string(), z.string()),
  usdPerHour: z.object({ running: z.number(), stopped: z.number() }).optional(),
  evidence: z.object({ preparing: evidence, "handing-over": evidence, returning: evidence }),
  madeAt: moment,
});
export type TemplateDetails = z.infer<typeof templateDetails>;

const detail = z.object({ ...change, kind: z.literal("template"), resource: templateDetails });

export const templateMade = {
  source: "greenroom",
  detailType: "Template Made",
  version: 1,
  says: "An engineer made a version of a template, which never changes.",
  detail,
} as const satisfies Contract;

export type TemplateMade = z.infer<typeof detail>;
