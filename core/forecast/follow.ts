import type { BestStock, DemandClaim, DemandDay } from "../model/demand.ts";
import { dayOf } from "../model/tally.ts";
import { DAY_MS, type Instant, MINUTE_MS, SECOND_MS } from "../model/time.ts";
import { BIN_MS, DAY_BINS } from "./history.ts";
import type { Model } from "./refit.ts";
import { type Today, today, type Wanted } from "./today.ts";

/** A model, the midnight it was made at, and what is counted of the days since. */
export interface ForecastBasis {
  readonly model: Model;
  readonly begin: Instant;
  readonly days: readonly DemandDay[];
}

/** Where a model stands at a moment. */
export interface Followed {
  readonly now: Wanted;
  /** What was wanted each minute of the bins that are over and not counted, by when each began. */
  readonly wants: ReadonlyMap<Instant, readonly Wanted[]>;
  /** What was best of late, by seconds of the day that begins at the next midnight after `begin`. */
  readonly held: readonly BestStock[];
  /** The day from here on; its open bin begins at `open`, and holds `claims` so far. */
  readonly day: Today;
  readonly open: Instant;
  readonly claims: number;
}

/** Takes a model from its midnight to a moment: through the bins that are counted, then claim by claim, asked each minute as plans are
 *  made each minute. `asked`: the claims since the last counted bin, oldest first. */
export function followDemand(
  { model, begin, days }: ForecastBasis,
  asked: readonly DemandClaim[],
  until: Instant,
): Followed {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const day = today(model, byDay.get(dayOf(begin))?.held);
  const wants = new Map<Instant, readonly Wanted[]>();
  let next = 0;
  /** Claims of the open bin that were made by then. */
  const madeBy = (from: Instant, at: Instant): number => {
    while (next < asked.length && asked[next]!.at < from) next += 1;
    let end = next;
    while (end < asked.length && asked[end]!.at < at) end += 1;
    return end - next;
  };
  const byMinute = (from: Instant, to: Instant): readonly Wanted[] => {
    const each: Wanted[] = [];
    for (let at = from; at < to; at += MINUTE_MS) each.push(day.wanted((at - from) / SECOND_MS, madeBy(from, at)));
    return each;
  };
  let from = begin;
  for (; from + BIN_MS <= until; from += BIN_MS) {
    const sheet = byDay.get(dayOf(from));
    const slot = ((from % DAY_MS) / BIN_MS) % DAY_BINS;
    if (sheet && slot < sheet.claims.length) {
      day.close(sheet.claims[slot]!, sheet.wanted[slot]!);
      continue;
    }
    wants.set(from, byMinute(from, from + BIN_MS));
    day.close(madeBy(from, from + BIN_MS));
  }
  byMinute(from, until);
  const claims = madeBy(from, until);
  const now = day.wanted(Math.max(0, until - from) / SECOND_MS, claims);
  return { now, wants, held: day.held(), day, open: from, claims };
}
