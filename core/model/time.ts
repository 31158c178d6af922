/** A moment: milliseconds since 1970-01-01T00:00:00Z. Every clock reading in `core/` is one, passed in, never taken. */
export type Instant = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The moment as ISO 8601 in UTC, the way everything outside `core/` writes it. */
export const iso = (at: Instant): string => new Date(at).toISOString();

/** EC2's events carry whole seconds; our own readings are cut to the same grain before the two are compared. */
export const wholeSecond = (at: Instant): Instant => Math.floor(at / SECOND_MS) * SECOND_MS;
