import * as z from "zod";
import { moment } from "../envelope.ts";

/** Why something was decided: a code, the figures behind it, and both as a sentence. */
export const noticeReason = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  text: z.string(),
});

/** What every notice says of the change it reports. */
export const change = {
  version: z.literal(1),
  /** The resource's id and its version: drop what you have seen, fetch what you miss. */
  noticeId: z.string(),
  transition: z.string(),
  from: z.string(),
  to: z.string(),
  at: moment,
  /** The event, request or plan that led to it. */
  cause: z.string(),
  reasons: z.array(noticeReason),
};
