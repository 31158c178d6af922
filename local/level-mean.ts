import type { Instant } from "../core/model/time.ts";

/** A level that goes up and down, and its mean over time from its first change on. */
export interface LevelMean {
  add(change: number, at: Instant): void;
  /** Nothing counts after this. */
  stop(at: Instant): void;
  mean(now: Instant): number;
}

export function levelMean(): LevelMean {
  let level = 0;
  let area = 0;
  let first: Instant | undefined;
  let last: Instant = 0;
  let stopped: Instant | undefined;
  const advance = (to: Instant): void => {
    const at = Math.min(to, stopped ?? to);
    area += level * Math.max(0, at - last);
    last = Math.max(last, at);
  };
  return {
    add(change, at) {
      if (first === undefined) {
        first = at;
        last = at;
      }
      advance(at);
      level += change;
    },
    stop(at) {
      advance(at);
      stopped = at;
    },
    mean(now) {
      advance(now);
      return first === undefined || last === first ? 0 : area / (last - first);
    },
  };
}
