import type { Alert } from "../model/alert.ts";
import { IDENTITY_MISMATCH_SHOWN_MS } from "../model/limits.ts";
import { reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import type { AlertCondition } from "./condition.ts";

/** Somebody spoke for an instance of the pool and is not that instance. */
export const identityMismatch = (pool: string, heard: { caller: string; instance: string }): AlertCondition => ({
  kind: "identity-mismatch",
  subject: pool,
  reasons: [reason("spoke-for-another", heard)],
});

/** What happened in a moment counts for a while, or the next evaluation would end the alert. */
export const identityMismatches = (known: readonly Alert[], now: Instant): readonly AlertCondition[] =>
  known
    .filter(
      ({ kind, state, since }) =>
        kind === "identity-mismatch" && state !== "over" && now - since < IDENTITY_MISMATCH_SHOWN_MS,
    )
    .map(({ kind, subject, since, last }) => ({ kind, subject, since, reasons: last.reasons }));
