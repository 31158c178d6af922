import type { AlertKind } from "../model/alert.ts";
import type { Reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";

/** What is so now, and is worth an alert. */
export interface AlertCondition {
  readonly kind: AlertKind;
  readonly subject: string;
  /** Since when; left out: since it was first seen. */
  readonly since?: Instant;
  readonly reasons: readonly Reason[];
}
