import type { UnavailableOffering } from "../model/offering.ts";

/** Where EC2 lately had no capacity, by region: one memory for all pools and all processes. It saves calls and seconds; nothing is
 *  safe because of it. Fates: retryable, retry-after (throttled). */
export interface UnavailableOfferings {
  /** The unavailable offerings of a region, in one strongly consistent read, in no order. Those that are over may be among them, or be gone. */
  recall(region: string): Promise<readonly UnavailableOffering[]>;
  /** Writes if the stored version is `wall.version − 1` (1: must not exist). `conflict`: somebody else met the same wall just now. */
  save(unavailableOffering: UnavailableOffering): Promise<"saved" | "conflict">;
}
