import { DAY_MS, SECOND_MS } from "../../core/model/time.ts";
import type { Streams } from "../random.ts";
import type { TraceRow } from "./trace.ts";

/** Which part of a trace is played, and what is made of its counts. */
export interface Shape {
  /** A row's count is spread evenly over this time. */
  readonly bucketSeconds: number;
  /** Each arrival comes this many times on average: below 1 thins, above 1 multiplies. */
  readonly scale: number;
  /** Claims that each arrival makes at once. */
  readonly batch: number;
  /** The first day played, from 0. */
  readonly fromDay: number;
  readonly days: number;
}

/** Claims that are made together, ms after the beginning of the first day played. */
export interface ClaimArrival {
  readonly atMs: number;
  readonly claims: number;
}

const DAY_SECONDS = DAY_MS / SECOND_MS;

/** The arrivals of the days played, in order. Each row draws from a stream of its own, named after its time: the same row is
 *  played alike whichever day a play begins with. */
export function arrivalsFrom(rows: readonly TraceRow[], shape: Shape, streams: Streams): readonly ClaimArrival[] {
  const { bucketSeconds, scale, batch, fromDay, days } = shape;
  const from = fromDay * DAY_SECONDS;
  const to = from + days * DAY_SECONDS;
  const arrivals = rows
    .filter(({ atSeconds }) => atSeconds >= from && atSeconds < to)
    .flatMap(({ atSeconds, count }) => {
      const random = streams(`arrivals/${atSeconds}`);
      let kept = 0;
      for (let each = 0; each < count; each += 1) kept += random.whole(scale);
      const offset = (atSeconds - from) * SECOND_MS;
      return Array.from({ length: kept }, () => ({
        atMs: offset + Math.floor(random.unit() * bucketSeconds * SECOND_MS),
        claims: batch,
      }));
    });
  return arrivals.filter(({ atMs }) => atMs < days * DAY_MS).sort((a, b) => a.atMs - b.atMs);
}
