import type { Alert } from "../model/alert.ts";

/** What people are, or were lately, alerted to. */
export interface Alerts {
  /** All that are kept, in the order of their ids; strongly consistent. Those that are over are kept for ALERT_RETENTION_MS. */
  list(): Promise<readonly Alert[]>;
  /** Writes if the stored version is `alert.version − 1` (1: must not exist). Told by the store's stream. */
  save(alert: Alert): Promise<"saved" | "conflict">;
}
