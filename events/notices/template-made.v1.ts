import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";
import { templateAnswered } from "../requests/template-spec.ts";
import { change } from "./change.ts";

/** One version of a template. Its boot script stays with the plane, as it may hold secrets: the spec has only a hash that distinguishes it from another. */
export const templateDetails = z.object({
  id: z.string(),
  version: z.int().min(1),
  spec: templateAnswered,
  madeAt: moment,
});
export type TemplateDetails = z.infer<typeof templateDetails>;

const detail = z.object({ ...change, kind: z.literal("template"), resource: templateDetails });

export const templateMade = {
  source: "greenroom",
  detailType: "Template Made",
  version: 1,
  says: "An engineer created a template version, which is immutable.",
  detail,
} as const satisfies Contract;

export type TemplateMade = z.infer<typeof detail>;
