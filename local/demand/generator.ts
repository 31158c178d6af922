import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import type { Streams } from "../random.ts";
import type { TraceRow } from "./trace.ts";

/** Arrivals a day, besides the bursts. */
const STEADY_PER_DAY = 170;
/** The busiest hour, how far the busy time reaches to either side of it, and what is left at night of its rate. */
const NOON_HOUR = 13.5;
const BREADTH_HOURS = 4;
const AT_NIGHT = 0.12;
/** Bursts: one every so often, and how many come within how long. */
const BURST_GAP_MS = 9 * HOUR_MS;
const BURST = { least: 5, most: 16 } as const;
const BURST_SPAN_MS = 3 * MINUTE_MS;

/** Days of demand nobody recorded: quiet nights, a busy middle of the day, and now and then a burst. About 200 a day. */
export function generatedTrace(days: number, streams: Streams): readonly TraceRow[] {
  const counts = new Map<number, number>();
  const add = (atMs: number): void => {
    const second = Math.floor(atMs / SECOND_MS);
    if (atMs < days * DAY_MS) counts.set(second, (counts.get(second) ?? 0) + 1);
  };

  const steady = streams("generator/steady");
  const shortestGapMs = (DAY_MS / STEADY_PER_DAY) * meanOfCurve();
  for (let at = steady.gap(shortestGapMs); at < days * DAY_MS; at += steady.gap(shortestGapMs))
    if (steady.chance(curve(at))) add(at);

  const bursts = streams("generator/bursts");
  for (let at = bursts.gap(BURST_GAP_MS); at < days * DAY_MS; at += bursts.gap(BURST_GAP_MS)) {
    const size = Math.floor(bursts.between(BURST.least, BURST.most));
    for (let each = 0; each < size; each += 1) add(at + bursts.between(0, BURST_SPAN_MS));
  }
  return [...counts].sort(([a], [b]) => a - b).map(([atSeconds, count]) => ({ atSeconds, count }));
}

/** The rate at a moment of the day as a part of the busiest one. */
function curve(atMs: number): number {
  const hours = ((atMs % DAY_MS) / HOUR_MS - NOON_HOUR) / BREADTH_HOURS;
  return AT_NIGHT + (1 - AT_NIGHT) * Math.exp(-hours * hours);
}

const meanOfCurve = (): number => {
  const hours = DAY_MS / HOUR_MS;
  return Array.from({ length: hours }, (_, hour) => curve((hour + 0.5) * HOUR_MS)).reduce((a, b) => a + b) / hours;
};
