import { tierRow } from "../../events/tiers.ts";
import type { Instance } from "../model/instance.ts";
import { TALLY_RETENTION_MS } from "../model/limits.ts";
import { dayOf, type Tally } from "../model/tally.ts";
import { HOUR_MS, type Instant, iso } from "../model/time.ts";

/** A time that an instance was warm, claimed by nobody, and what that costs. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
  /** Left out: its template names no price. */
  readonly usdPerHour?: number;
}

/** What it cost to have instances wait. */
export interface Idle {
  /** All instances' times together. */
  readonly ms: number;
  readonly usd: number;
  /** The part of `ms` that no price is known for, and `usd` does not tell of. */
  readonly unpricedMs: number;
}

/** The time that an instance has been warm until a moment, at the price of how it waits. */
export const stretchOf = (
  { since, tier, terms }: Pick<Instance, "since" | "tier" | "terms">,
  until: Instant,
): Stretch => {
  const price = terms.usdPerHour?.[tierRow(tier).price];
  return { from: since, until, ...(price !== undefined && { usdPerHour: price }) };
};

/** The time as warm that a write ended; undefined: it ended none. By the records' own moments, so that it is the same however late
 *  the write is told. */
export const stretchEnded = (before: Instance | undefined, after: Instance): Stretch | undefined =>
  before?.state === "warm" && after.state !== "warm" ? stretchOf(before, after.since) : undefined;

/** The names of an hour's amounts: with 24 hours at most 72 to a day. */
const AMOUNTS = { ms: "ms", nanoUsd: "nUSD", unpricedMs: "unpriced" } as const;
const NANO = 1e9;

/** What a stretch adds to its days, hour by hour, so that any whole hours can be told of. Money in whole billionths of USD: sums are
 *  exact, each addition is off by half of one at most. */
export function idleTallies({ from, until, usdPerHour }: Stretch): readonly Tally[] {
  const days = new Map<string, Record<string, number>>();
  for (let at = Math.max(from, until - TALLY_RETENTION_MS); at < until; ) {
    const end = Math.min((Math.floor(at / HOUR_MS) + 1) * HOUR_MS, until);
    const hour = iso(at).slice("2026-01-05T".length, "2026-01-05T09".length);
    const amounts = days.get(dayOf(at)) ?? {};
    days.set(dayOf(at), amounts);
    const ms = end - at;
    amounts[`${hour} ${AMOUNTS.ms}`] = ms;
    if (usdPerHour === undefined) amounts[`${hour} ${AMOUNTS.unpricedMs}`] = ms;
    else amounts[`${hour} ${AMOUNTS.nanoUsd}`] = Math.round((ms / HOUR_MS) * usdPerHour * NANO);
    at = end;
  }
  return [...days].map(([day, amounts]) => ({ day, amounts }));
}

/** What the stretches that are over cost in the hours that begin from `since` on and before `until`. */
export function idleBooked(tallies: readonly Tally[], since: Instant, until: Instant): Idle {
  const sums = { ms: 0, nUSD: 0, unpriced: 0 };
  for (const { day, amounts } of tallies)
    for (const [name, amount] of Object.entries(amounts)) {
      const [hour = "", what = ""] = name.split(" ");
      const at = Date.parse(`${day}T${hour}:00:00Z`);
      if (at >= since && at < until && what in sums) sums[what as keyof typeof sums] += amount;
    }
  return { ms: sums.ms, usd: sums.nUSD / NANO, unpricedMs: sums.unpriced };
}

/** What a stretch costs between two moments. */
export function idleWithin({ from, until, usdPerHour }: Stretch, since: Instant, before: Instant): Idle {
  const ms = Math.max(0, Math.min(until, before) - Math.max(from, since));
  return { ms, usd: (ms / HOUR_MS) * (usdPerHour ?? 0), unpricedMs: usdPerHour === undefined ? ms : 0 };
}

/** All together. */
export const idleInAll = (parts: readonly Idle[]): Idle =>
  parts.reduce(
    (sum, { ms, usd, unpricedMs }) => ({
      ms: sum.ms + ms,
      usd: sum.usd + usd,
      unpricedMs: sum.unpricedMs + unpricedMs,
    }),
    { ms: 0, usd: 0, unpricedMs: 0 },
  );
