import type { Instant } from "../model/time.ts";
import type { Decision } from "./decision.ts";

/** What was decided about one thing and is not compared yet, in order: as it was recorded, and as it was replayed. */
export interface Window {
  readonly recorded: readonly Decision[];
  readonly replayed: readonly Decision[];
}

export interface Aligned {
  /** Decisions that stand for each other, whether or not they are the same in all. */
  readonly pairs: readonly (readonly [recorded: Decision, replayed: Decision])[];
  readonly removed: readonly Decision[];
  readonly added: readonly Decision[];
  /** What waits for its counterpart. */
  readonly rest: Window;
}

export interface AlignmentLimits {
  /** What was decided before then has no counterpart any more. */
  readonly before: Instant;
  /** How many may wait on each side. */
  readonly most: number;
}

/** Sets decisions about one thing beside each other. Those that decide the same step belong together, the nearest first, and what
 *  stands before them in only one of the two is left alone; of the rest, those of one moment are one decision decided otherwise. */
export function align(window: Window, patience: AlignmentLimits): Aligned {
  const pairs: (readonly [Decision, Decision])[] = [];
  const removed: Decision[] = [];
  const added: Decision[] = [];
  let { recorded, replayed } = window;

  /** Sets aside what comes before two places. */
  const pass = (places: GrantTargets): void => {
    const skipped = { recorded: recorded.slice(0, places.recorded), replayed: replayed.slice(0, places.replayed) };
    for (const one of skipped.recorded) {
      const other = skipped.replayed.find((each) => each.at === one.at && !pairs.some(([, taken]) => taken === each));
      if (other) pairs.push([one, other]);
      else removed.push(one);
    }
    added.push(...skipped.replayed.filter((each) => !pairs.some(([, taken]) => taken === each)));
    recorded = recorded.slice(places.recorded);
    replayed = replayed.slice(places.replayed);
  };

  for (let met = nearest(recorded, replayed, sameStep); met; met = nearest(recorded, replayed, sameStep)) {
    pass(met);
    pairs.push([recorded[0]!, replayed[0]!]);
    recorded = recorded.slice(1);
    replayed = replayed.slice(1);
  }
  for (let met = nearest(recorded, replayed, sameMoment); met; met = nearest(recorded, replayed, sameMoment))
    pass({ recorded: met.recorded + 1, replayed: met.replayed + 1 });

  pass({ recorded: overdue(recorded, patience), replayed: overdue(replayed, patience) });
  return { pairs, removed, added, rest: { recorded, replayed } };
}

interface GrantTargets {
  readonly recorded: number;
  readonly replayed: number;
}

const sameStep = (one: Decision, other: Decision): boolean => one.what === other.what;
const sameMoment = (one: Decision, other: Decision): boolean => one.at === other.at;

/** The places of the first two that are alike, with as few as can be before them. */
function nearest(
  recorded: readonly Decision[],
  replayed: readonly Decision[],
  alike: (one: Decision, other: Decision) => boolean,
): GrantTargets | undefined {
  for (let sum = 0; sum <= recorded.length + replayed.length - 2; sum += 1)
    for (let at = Math.max(0, sum - replayed.length + 1); at <= Math.min(sum, recorded.length - 1); at += 1)
      if (alike(recorded[at]!, replayed[sum - at]!)) return { recorded: at, replayed: sum - at };
  return undefined;
}

/** How many of the first have waited too long, or are too many. */
function overdue(decisions: readonly Decision[], { before, most }: AlignmentLimits): number {
  const young = decisions.findIndex(({ at }) => at >= before);
  return Math.max(young < 0 ? decisions.length : young, decisions.length - most);
}
