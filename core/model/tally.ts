import { type Instant, iso } from "./time.ts";

/** What was counted in a region on one day (UTC, `2026-01-05`), by name. A name that is not there was not counted. */
export interface Tally {
  readonly day: string;
  readonly amounts: Readonly<Record<string, number>>;
}

/** The day a moment lies in. */
export const dayOf = (at: Instant): string => iso(at).slice(0, "2026-01-05".length);
