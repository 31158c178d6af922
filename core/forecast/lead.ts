import type { Deadlines } from "../model/pool.ts";
import type { StockRow } from "../model/state-index.ts";
import { SECOND_MS } from "../model/time.ts";

/** Launches that say how long one takes. */
const LAUNCHES_MIN = 3;
/** Nothing is claimable sooner. */
const LEAD_MIN_SECONDS = 10;

/** Seconds from launch to claimable, as half of a pool's instances took them: to be ready, and then to be parked. Undefined: too few
 *  tell. Only what has not been handed over since tells of its parking, and that is what lies no longer than parking may take. */
export function measuredLead(
  stock: readonly StockRow[],
  { parkingMs }: Pick<Deadlines, "parkingMs">,
): number | undefined {
  const ready = stock.flatMap(({ readyAt, launchedAt }) => (readyAt === undefined ? [] : [readyAt - launchedAt]));
  const parked = stock.flatMap(({ state, readyAt, since }) =>
    state === "warm" && readyAt !== undefined && since - readyAt <= parkingMs ? [since - readyAt] : [],
  );
  if (ready.length < LAUNCHES_MIN) return undefined;
  return Math.max(LEAD_MIN_SECONDS, Math.round((median(ready) + median(parked)) / SECOND_MS));
}

/** The longest that a pool lets a launch take: what is assumed before one was seen. */
export const longestLead = ({ launchingMs, preparingMs, parkingMs }: Deadlines): number =>
  Math.round((launchingMs + preparingMs + parkingMs) / SECOND_MS);

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
