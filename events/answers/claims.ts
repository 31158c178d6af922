import * as z from "zod";
import { noticeReason } from "../notices/change.ts";
import { claimDetails } from "../notices/claim-changed.v1.ts";
import { instanceDetails } from "../notices/instance-changed.v1.ts";

/** What the API answers about claims. */

/** A claim, the instance it holds, and why it is so. */
export const claimAnswer = z.object({
  claim: claimDetails,
  instance: instanceDetails.optional(),
  reasons: z.array(noticeReason),
});
export type ClaimAnswer = z.infer<typeof claimAnswer>;

export const claimsAnswer = z.object({ claims: z.array(claimDetails), marker: z.string().optional() });
export type ClaimsAnswer = z.infer<typeof claimsAnswer>;
