import { DAY_MS, SECOND_MS } from "../../core/model/time.ts";
import { arrivalsFrom } from "../../local/demand/arrivals.ts";
import type { TraceRow } from "../../local/demand/trace.ts";
import { streams } from "../../local/random.ts";

export const MINUTE_S = 60;
export const DAY_S = DAY_MS / SECOND_MS;

/** What is made of a trace's rows. */
export interface ArrivalScaling {
  readonly bucketSeconds: number;
  readonly scale: number;
  readonly batch: number;
  readonly seed: number;
}

/** The moments of the claims, in seconds since the first day began, ascending; how many days there are, and when the last row is
 *  over: what comes after it nobody recorded. */
export function claimMoments(rows: readonly TraceRow[], { bucketSeconds, scale, batch, seed }: ArrivalScaling) {
  const end = Math.ceil(((rows.at(-1)?.atSeconds ?? 0) + bucketSeconds) / MINUTE_S) * MINUTE_S;
  const days = Math.ceil(end / DAY_S);
  const arrivals = arrivalsFrom(rows, { bucketSeconds, scale, batch, fromDay: 0, days }, streams(seed));
  const times = new Float64Array(arrivals.length * batch);
  for (const [index, { atMs }] of arrivals.entries()) times.fill(atMs / SECOND_MS, index * batch, (index + 1) * batch);
  return { times, days, end };
}

/** Days at the beginning that are not measured, if nobody says how many: a third, and four weeks at most. */
export const warmUpDays = (days: number): number => Math.min(28, Math.floor(days / 3));
