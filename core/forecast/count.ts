import type { BestStock, DemandClaim, DemandDay } from "../model/demand.ts";
import { dayOf } from "../model/tally.ts";
import { DAY_MS, type Instant, SECOND_MS } from "../model/time.ts";
import type { Followed } from "./follow.ts";
import { BIN_MS, DAY_BINS, type DemandHistory } from "./history.ts";
import type { Wanted } from "./today.ts";

/** A day of which nothing is counted yet, watched from a moment on. */
export function newDay(from: Instant, held: readonly BestStock[] = []): DemandDay {
  const begun = Math.floor((from % DAY_MS) / BIN_MS);
  const none = (value: number): readonly number[] => Array.from({ length: begun }, () => value);
  return {
    day: dayOf(from),
    begun,
    claims: none(0),
    moments: none(0),
    misses: none(0),
    targets: none(-1),
    falls: none(0),
    wanted: none(0),
    lastTarget: -1,
    held,
    version: 0,
  };
}

/** Where counting goes on: the end of the last bin that is counted. */
export const countedTo = ({ day, claims }: DemandDay): Instant => Date.parse(day) + claims.length * BIN_MS;

export const isWhole = ({ begun, claims }: DemandDay): boolean => begun === 0 && claims.length === DAY_BINS;

/** What was in force while bins were open: a forecast, and what the pool made of it. */
export interface InForce {
  readonly wants: Followed["wants"];
  /** The target, after the pool's bounds; -1 where it does not follow the forecast. */
  target(wanted: Wanted, at: Instant): number;
}

/** Counts the bins of a day that are over by `until`. `asked`: the claims since the last counted bin, oldest first. */
export function countBins(day: DemandDay, asked: readonly DemandClaim[], until: Instant, inForce?: InForce): DemandDay {
  const [claims, moments, misses, targets, falls, wanted] = [
    [...day.claims],
    [...day.moments],
    [...day.misses],
    [...day.targets],
    [...day.falls],
    [...day.wanted],
  ];
  let { lastTarget } = day;
  let next = 0;
  for (let at = countedTo(day); at + BIN_MS <= until && claims.length < DAY_BINS; at += BIN_MS) {
    let [count, missed, target, fall] = [0, 0, -1, 0];
    const seconds = new Set<number>();
    while (next < asked.length && asked[next]!.at < at) next += 1;
    for (; next < asked.length && asked[next]!.at < at + BIN_MS; next += 1) {
      count += 1;
      seconds.add(Math.floor(asked[next]!.at / SECOND_MS));
      if (!asked[next]!.hit) missed += 1;
    }
    const wants = inForce?.wants.get(at) ?? [];
    for (const each of wants) {
      const now = inForce!.target(each, at);
      if (lastTarget > now && now >= 0) fall += lastTarget - now;
      target = Math.max(target, now);
      lastTarget = now;
    }
    claims.push(count);
    moments.push(seconds.size);
    misses.push(missed);
    targets.push(target);
    falls.push(fall);
    wanted.push(wants.reduce((most, { best }) => Math.max(most, best), 0));
  }
  return { ...day, claims, moments, misses, targets, falls, wanted, lastTarget, version: day.version + 1 };
}

/** The whole days that end with the one before `midnight`, none left out; undefined: there is none. */
export function historyBefore(days: readonly DemandDay[], midnight: Instant): DemandHistory | undefined {
  const run: DemandDay[] = [];
  for (let at = midnight - DAY_MS; ; at -= DAY_MS) {
    const day = days.find((each) => each.day === dayOf(at));
    if (!day || !isWhole(day)) break;
    run.unshift(day);
  }
  const [first] = run;
  return (
    first && {
      firstBin: Date.parse(first.day) / BIN_MS,
      claims: run.flatMap(({ claims }) => claims),
      moments: run.flatMap(({ moments }) => moments),
      misses: run.flatMap(({ misses }) => misses),
      targets: run.flatMap(({ targets }) => targets),
      falls: run.flatMap(({ falls }) => falls),
    }
  );
}
