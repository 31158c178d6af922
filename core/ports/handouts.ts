import type { ClaimId } from "../model/ids.ts";
import type { Instant } from "../model/time.ts";

/** What claimants bring for their instance alone. It may hold secrets: it lies apart from every record, and nothing but the instance
 *  that holds the lease is told of it. */
export interface Handouts {
  /** Keeps a claim's user data until a moment. The first that is kept for a claim stands, so that asking again with the same key
   *  changes nothing: `already`. Fates: retryable, retry-after (throttled). */
  keep(claim: ClaimId, userData: string, until: Instant): Promise<"kept" | "already">;
  /** Strongly consistent. Absent: the claim brought none, or its time is over. */
  find(claim: ClaimId): Promise<string | undefined>;
  /** Twice is safe. */
  forget(claim: ClaimId): Promise<void>;
}
