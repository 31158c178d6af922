import { type DelayBuckets, type DeliveryWindow, decidedAt, type ProbePath } from "../model/delivery.ts";
import type { Instant } from "../model/time.ts";
import { type CurvePoint, curveOf, longestOf, type Quantile, quantilesOf } from "./curve.ts";
import { merged } from "./histogram.ts";

/** What became of the probes of a window, or of several. `undecided`: not here yet, and not long enough on the way to be lost. */
export interface ProbeTally {
  readonly sent: number;
  readonly arrived: number;
  readonly lost: number;
  readonly undecided: number;
  readonly doubles: number;
}

/** The longest time without an arrival. */
export interface Silence {
  readonly ms: number;
  readonly from: Instant;
  /** Absent: it still lasts. */
  readonly until?: Instant;
}

/** One path, as its probes measured it. Quantiles and curve are over all that were sent: what is undecided has not been
 *  delivered within any time that is shorter than it is on its way, so they are never too good. */
export interface PathReport extends ProbeTally {
  readonly path: ProbePath;
  readonly quantiles: readonly Quantile[];
  /** ms. */
  readonly longest?: number;
  readonly silence?: Silence;
  readonly curve: readonly CurvePoint[];
}

/** Counts a window. What arrived was sent, though the answer to its call may have been lost. */
export function tallied({ start, sent, arrived, doubles }: DeliveryWindow, now: Instant): ProbeTally {
  const here = new Set(arrived.map(({ seq }) => seq));
  const missing = sent.filter((seq) => !here.has(seq)).length;
  const isDecided = now >= decidedAt(start);
  return {
    sent: here.size + missing,
    arrived: here.size,
    lost: isDecided ? missing : 0,
    undecided: isDecided ? 0 : missing,
    doubles,
  };
}

/** What the windows of one path show, `now`. Windows in the order of time. */
export function pathReport(path: ProbePath, windows: readonly DeliveryWindow[], now: Instant): PathReport {
  const tally = windows.map((window) => tallied(window, now)).reduce(together, NOTHING);
  const buckets = windows.reduce<DelayBuckets>((sum, window) => merged(sum, window.buckets), {});
  const longest = longestOf(buckets);
  const silence = longestSilence(windows, now);
  return {
    path,
    ...tally,
    quantiles: quantilesOf(buckets, tally.sent),
    ...(longest !== undefined && { longest }),
    ...(silence && { silence }),
    curve: curveOf(buckets, tally.sent),
  };
}

const NOTHING: ProbeTally = { sent: 0, arrived: 0, lost: 0, undecided: 0, doubles: 0 };

const together = (one: ProbeTally, other: ProbeTally): ProbeTally => ({
  sent: one.sent + other.sent,
  arrived: one.arrived + other.arrived,
  lost: one.lost + other.lost,
  undecided: one.undecided + other.undecided,
  doubles: one.doubles + other.doubles,
});

/** From one arrival to the next, or from the last until now; where nothing arrived, from the first window on. */
function longestSilence(windows: readonly DeliveryWindow[], now: Instant): Silence | undefined {
  const [first] = windows;
  if (!first) return undefined;
  const times = windows.flatMap(({ arrived }) => arrived.map(({ at }) => at)).sort((one, other) => one - other);
  const begins = times.length === 0 ? [first.start] : times;
  return begins
    .map((from, nth): Silence => {
      const until = begins[nth + 1];
      return { ms: (until ?? now) - from, from, ...(until !== undefined && { until }) };
    })
    .reduce((longest, each) => (each.ms > longest.ms ? each : longest));
}
