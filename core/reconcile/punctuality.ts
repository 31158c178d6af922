import type { Tally } from "../model/tally.ts";
import { SECOND_MS } from "../model/time.ts";

/** What was wrong with one of EC2's events; `event` is its name in the lifecycle, such as `ec2:stopped`. */
export type Irregularity =
  /** It never came, or not before somebody looked. */
  | { readonly kind: "missed"; readonly event: string }
  /** It came after something newer, or long after it happened: `lateMs` after. */
  | { readonly kind: "late"; readonly event: string; readonly lateMs: number }
  /** It came again. */
  | { readonly kind: "doubled"; readonly event: string };

/** How late events were. Of each only the step is kept, so the median and the longest are bounds: no later than that. */
export interface Lateness {
  readonly count: number;
  readonly meanMs: number;
  readonly medianMsAtMost: number;
  readonly longestMsAtMost: number;
}

/** A day of EC2's events, as far as they were no use. */
export interface Punctuality {
  readonly day: string;
  readonly missed: Readonly<Record<string, number>>;
  readonly late: Readonly<Record<string, Lateness>>;
  /** Of all events together; left out where none was late. */
  readonly lateInAll?: Lateness;
  readonly doubled: Readonly<Record<string, number>>;
}

/** Steps of lateness: 1 s, 2 s, 4 s, … up to a day and a half; what is later is of the last. */
const STEPS = 18;
const stepOf = (lateMs: number): number =>
  Math.min(STEPS - 1, Math.max(0, Math.ceil(Math.log2(Math.max(lateMs, 1) / SECOND_MS))));
const boundOf = (step: number): number => 2 ** step * SECOND_MS;

/** What an irregularity adds to its day. With six events there are at most 6 × (2 + 1 + STEPS) names. */
export function amountsOf(irregularity: Irregularity): Tally["amounts"] {
  const { kind, event } = irregularity;
  if (kind !== "late") return { [`${kind} ${event}`]: 1 };
  const { lateMs } = irregularity;
  return { [`late ${event} ${stepOf(lateMs)}`]: 1, [`lateMs ${event}`]: lateMs };
}

/** A day's amounts, read. */
export function punctualityOf({ day, amounts }: Tally): Punctuality {
  const missed: Record<string, number> = {};
  const doubled: Record<string, number> = {};
  const steps: Record<string, number[]> = {};
  for (const [name, amount] of Object.entries(amounts)) {
    const [kind = "", event = "", step] = name.split(" ");
    if (kind === "missed") missed[event] = amount;
    if (kind === "doubled") doubled[event] = amount;
    if (kind !== "late") continue;
    steps[event] ??= new Array<number>(STEPS).fill(0);
    steps[event][Number(step)] = amount;
  }
  const sumOf = (event: string): number => amounts[`lateMs ${event}`] ?? 0;
  const events = Object.keys(steps);
  const late = Object.fromEntries(events.map((event) => [event, lateness(steps[event] ?? [], sumOf(event))]));
  const together = Array.from({ length: STEPS }, (_, step) =>
    Object.values(steps).reduce((sum, counts) => sum + (counts[step] ?? 0), 0),
  );
  const sum = events.reduce((ms, event) => ms + sumOf(event), 0);
  return { day, missed, late, ...(events.length > 0 && { lateInAll: lateness(together, sum) }), doubled };
}

function lateness(counts: readonly number[], sumMs: number): Lateness {
  const count = counts.reduce((sum, each) => sum + each, 0);
  let before = 0;
  const median = counts.findIndex((each) => {
    before += each;
    return before * 2 >= count;
  });
  const longest = counts.findLastIndex((each) => each > 0);
  const meanMs = Math.round(sumMs / count);
  return { count, meanMs, medianMsAtMost: boundOf(median), longestMsAtMost: boundOf(longest) };
}
