import { tierRow } from "../../events/tiers.ts";
import type { PoolId } from "./ids.ts";
import type { Instance } from "./instance.ts";
import { CAPACITY_DECAY_MS, CAPACITY_LEAST_MS, CAPACITY_MOST_MS } from "./limits.ts";
import type { Template } from "./template.ts";
import type { Instant } from "./time.ts";

/** Where EC2 had no capacity: a zone and type of a region, for all pools that would start or launch there. */
export interface UnavailableOffering {
  readonly region: string;
  /** As {@link offeringOf} says it. */
  readonly offering: string;
  /** Whom it stands for alone: a launch that EC2 will never do says nothing about capacity, and nothing to other pools. */
  readonly pool?: PoolId;
  /** Refusals in a row, as of `until`: what has passed since then takes from it. 0: none that still counts. */
  readonly level: number;
  /** Left alone until then. */
  readonly until: Instant;
  /** What EC2 said last. */
  readonly error: string;
  /** Times written; the condition of the next write. */
  readonly version: number;
}

/** The places to leave alone now, each with the moment it may be tried again. */
export type Closed = Readonly<Record<string, Instant>>;

/** One refusal, as EC2 gave it. */
export type Refused = Pick<UnavailableOffering, "region" | "offering" | "pool" | "error">;

/** `<az>/<type>`, and `/spot` behind it for Spot, whose capacity is not that of On-Demand. */
export const offeringOf = (az: string, type: string, market: Template["market"] = "on-demand"): string =>
  market === "spot" ? `${az}/${type}/spot` : `${az}/${type}`;

/** What tells the unavailable offerings of a region apart. */
export const unavailableKey = ({ offering, pool }: Pick<UnavailableOffering, "offering" | "pool">): string =>
  pool === undefined ? offering : `${offering}@${pool}`;

/** Whether handing it over means asking EC2 for capacity. What runs, or is being prepared, has it already. */
export const needsStart = ({ state, tier }: Pick<Instance, "state" | "tier">): boolean =>
  tierRow(tier).needsStart && (state === "warm" || state === "parking");

/** Refusals in a row that still count: half of them are forgotten with every CAPACITY_DECAY_MS that the place was open. */
export const levelAt = ({ level, until }: Pick<UnavailableOffering, "level" | "until">, now: Instant): number =>
  Math.floor(level / 2 ** Math.floor(Math.max(0, now - until) / CAPACITY_DECAY_MS));

/** How long a place is left alone after so many refusals in a row (1 or more): twice as long each time, ms. */
export const closedMs = (level: number): number => Math.min(CAPACITY_MOST_MS, CAPACITY_LEAST_MS * 2 ** (level - 1));

/** The unavailable offering as one more refusal leaves it. Undefined: it stands already, and was met by somebody who could not know. */
export function hit(
  unavailableOffering: UnavailableOffering | undefined,
  refused: Refused,
  now: Instant,
): UnavailableOffering | undefined {
  if (unavailableOffering && unavailableOffering.until > now) return undefined;
  const level = (unavailableOffering ? levelAt(unavailableOffering, now) : 0) + 1;
  return { ...refused, level, until: now + closedMs(level), version: (unavailableOffering?.version ?? 0) + 1 };
}

/** The unavailable offering after a start or launch in its place: open, and at half its level. Undefined: there is nothing left to forget. */
export function passed(unavailableOffering: UnavailableOffering, now: Instant): UnavailableOffering | undefined {
  const level = levelAt(unavailableOffering, now);
  if (unavailableOffering.until <= now && level === 0) return undefined;
  return {
    ...unavailableOffering,
    level: Math.floor(level / 2),
    until: Math.min(unavailableOffering.until, now),
    version: unavailableOffering.version + 1,
  };
}

/** What a pool leaves alone now. */
export const closedFor = (unavailable: readonly UnavailableOffering[], pool: PoolId, now: Instant): Closed => {
  const standing = unavailable.filter(
    (unavailableOffering) =>
      unavailableOffering.until > now && (unavailableOffering.pool === undefined || unavailableOffering.pool === pool),
  );
  const latest = standing.toSorted((one, other) => one.until - other.until);
  return Object.fromEntries(latest.map(({ offering, until }) => [offering, until]));
};
