import type { Autopsy } from "../model/autopsy.ts";
import type { InstanceId } from "../model/ids.ts";

/** What is kept of instances that were put into quarantine, for AUTOPSY_RETENTION_MS after it was taken. It may hold secrets that a
 *  boot script printed: it lies apart from every record, and no stream tells of it. */
export interface Autopsies {
  /** One for each instance: a later one takes the place of an earlier. Twice is safe. Fates: retryable, retry-after (throttled). */
  keep(autopsy: Autopsy): Promise<void>;
  /** Strongly consistent. Absent: never in quarantine, not taken yet, or its time is over. */
  find(id: InstanceId): Promise<Autopsy | undefined>;
}
