/** What is looked at, each kind by an owner of its own in `core/checkup/`. */
export const CHECK_KINDS = ["rule", "queue", "dead-letters", "sweep", "probes", "alert", "permissions"] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** ill: something is to be done · unknown: nothing can be said, which is no sign of health. */
export type CheckOutcome = "ok" | "failing" | "unknown";

/** One thing that was looked at, and what was found. */
export interface Check {
  readonly kind: CheckKind;
  /** The function, region, path, alert or pool that it is about. */
  readonly of: string;
  readonly outcome: CheckOutcome;
  /** The figures behind it; times in ms, by the plane's clock. */
  readonly found: Readonly<Record<string, number | string | boolean>>;
  /** What was found, as a clause: `3 messages were given up`. */
  readonly says: string;
  /** What to do, with the command to run; only of what is not well. */
  readonly fix?: string;
}
