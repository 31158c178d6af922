import type { Alert } from "../model/alert.ts";
import { FALSE_SPEAKER_SHOWN_MS } from "../model/limits.ts";
import { reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import type { Condition } from "./condition.ts";

/** Somebody spoke for an instance of the pool and is not that instance. */
export const falseSpeaker = (pool: string, heard: { caller: string; instance: string }): Condition => ({
  kind: "false-speaker",
  subject: pool,
  reasons: [reason("spoke-for-another", heard)],
});

/** What happened in a moment stands for a while, or the next look would end it. */
export const falseSpeakers = (known: readonly Alert[], now: Instant): readonly Condition[] =>
  known
    .filter(
      ({ kind, state, since }) => kind === "false-speaker" && state !== "over" && now - since < FALSE_SPEAKER_SHOWN_MS,
    )
    .map(({ kind, subject, since, last }) => ({ kind, subject, since, reasons: last.reasons }));
