import { type DeliveryWindow, decidedAt, type ProbePath } from "../model/delivery.ts";
import type { Instant } from "../model/time.ts";
import { tallied } from "./report.ts";

/** A path that loses what it is given. */
export interface Loss {
  readonly path: ProbePath;
  /** Where the first of the windows with losses begins that no whole window has followed. */
  readonly since: Instant;
  /** Probes lost since then, of those sent in the windows that are decided. */
  readonly lost: number;
  readonly sent: number;
}

/** The signal for an alert on loss: what one path has lost since it last brought everything. Undefined: its latest decided window was
 *  whole, or none is decided. It lasts from the end of a window's grace until the next whole window's, and keeps its `since`
 *  meanwhile, so that one loss is one alert. A window in which nothing was sent says nothing either way.
 *  `windows`: of one path, in any order. A loss older than the oldest of them is reported as that old: give it an hour or more. */
export function lossSince(windows: readonly DeliveryWindow[], now: Instant): Loss | undefined {
  const decided = windows
    .filter(({ start }) => now >= decidedAt(start))
    .map((window) => ({ window, tally: tallied(window, now) }))
    .filter(({ tally }) => tally.sent > 0)
    .sort((one, other) => other.window.start - one.window.start);
  const whole = decided.findIndex(({ tally }) => tally.lost === 0);
  const lossy = whole === -1 ? decided : decided.slice(0, whole);
  const first = lossy.at(-1);
  if (!first) return undefined;
  return {
    path: first.window.path,
    since: first.window.start,
    lost: lossy.reduce((sum, { tally }) => sum + tally.lost, 0),
    sent: lossy.reduce((sum, { tally }) => sum + tally.sent, 0),
  };
}
