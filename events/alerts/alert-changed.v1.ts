import * as z from "zod";
import type { Contract } from "../contract.ts";
import { moment } from "../envelope.ts";
import { change } from "../notices/change.ts";

/** Something people should know of. */
export const alertDetails = z.object({
  id: z.string(),
  version: z.int().min(1),
  /** Such as `breaker-open`. */
  alert: z.string(),
  /** The pool, region or delivery path it is about. */
  subject: z.string(),
  state: z.enum(["pending", "raised", "over"]),
  since: moment,
  /** What is so, and what to do, for people. */
  what: z.string(),
  todo: z.string(),
});
export type AlertDetails = z.infer<typeof alertDetails>;

const detail = z.object({ ...change, kind: z.literal("alert"), resource: alertDetails });

export const alertChanged = {
  source: "greenroom",
  detailType: "Alert Changed",
  version: 1,
  says: "A condition that people should know of began or ended. Published once each, on the alerts topic.",
  detail,
} as const satisfies Contract;

export type AlertChanged = z.infer<typeof detail>;
