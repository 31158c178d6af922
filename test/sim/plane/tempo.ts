import { DAY_MS, HOUR_MS } from "../../../core/model/time.ts";

/** A day begins busy. */
const BUSY_MS = 4 * HOUR_MS;
/** For the rest of it, everything comes so much more seldom: claims, and what goes wrong. */
const QUIET = 1 / 6;
const BUSY_DAY_MS = BUSY_MS + (DAY_MS - BUSY_MS) * QUIET;

/** When something comes, in ms from the beginning, that would come `busyMs` after it if all hours were busy. */
export function timeOf(busyMs: number): number {
  const day = Math.floor(busyMs / BUSY_DAY_MS);
  const into = busyMs - day * BUSY_DAY_MS;
  return Math.round(day * DAY_MS + (into <= BUSY_MS ? into : BUSY_MS + (into - BUSY_MS) / QUIET));
}
