import type { Instant } from "../../core/model/time.ts";
import type { Clock } from "../../core/ports/ports.ts";

/** The time in a recording. */
export interface EventClock extends Clock {
  set(at: Instant): void;
}

export function eventClock(): EventClock {
  let now = 0;
  return {
    now: () => now,
    set(at) {
      now = at;
    },
  };
}
