import type { State, Terms } from "../model/instance.ts";
import type { Deadlines } from "../model/pool.ts";
import type { Instant } from "../model/time.ts";

const DEADLINE_OF: Partial<Record<State, keyof Deadlines>> = {
  launching: "launchingMs",
  preparing: "preparingMs",
  parking: "parkingMs",
  "handing-over": "handingOverMs",
  returning: "returningMs",
  quarantined: "quarantinedMs",
  retiring: "retiringMs",
};

/** How long an instance may stay in a state, in ms; undefined: as long as it likes. */
export const limitMs = (state: State, { deadlines }: Pick<Terms, "deadlines">): number | undefined => {
  const key = DEADLINE_OF[state];
  return key && deadlines[key];
};

/** The deadline of a state entered, or asked again, at a moment. */
export const alarmAt = (state: State, terms: Pick<Terms, "deadlines">, at: Instant): { wakeAt?: Instant } => {
  const limit = limitMs(state, terms);
  return limit === undefined ? {} : { wakeAt: at + limit };
};
