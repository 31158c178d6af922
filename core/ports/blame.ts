import type { BlameRecord } from "../model/blame/ledger.ts";

/** What the plane remembers of failures, by region: one memory for all pools and processes. It holds launches back; nothing is safe
 *  because of it. Fates: retryable, retry-after (throttled). */
export interface BlameRecords {
  /** Strongly consistent. Absent: nothing has been launched or has failed there yet. */
  find(region: string): Promise<BlameRecord | undefined>;
  /** Writes if the stored version is `record.version − 1` (1: must not exist). `conflict`: another process charged a failure meanwhile. */
  save(record: BlameRecord): Promise<"saved" | "conflict">;
}
