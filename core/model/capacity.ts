import type { PoolId } from "./ids.ts";
import type { Instance } from "./instance.ts";
import { CAPACITY_DECAY_MS, CAPACITY_LEAST_MS, CAPACITY_MOST_MS } from "./limits.ts";
import type { Template } from "./template.ts";
import type { Instant } from "./time.ts";

/** Where EC2 had no capacity: a zone and type of a region, for all pools that would start or launch there. */
export interface Wall {
  readonly region: string;
  /** As {@link placeOf} says it. */
  readonly place: string;
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
export type Refused = Pick<Wall, "region" | "place" | "pool" | "error">;

/** `<az>/<type>`, and `/spot` behind it for Spot, whose capacity is not that of On-Demand. */
export const placeOf = (az: string, type: string, market: Template["market"] = "on-demand"): string =>
  market === "spot" ? `${az}/${type}/spot` : `${az}/${type}`;

/** What tells the walls of a region apart. */
export const wallKey = ({ place, pool }: Pick<Wall, "place" | "pool">): string =>
  pool === undefined ? place : `${place}@${pool}`;

/** Whether handing it over means asking EC2 for capacity. What runs, or is being prepared, has it already. */
export const needsStart = ({ state, tier }: Pick<Instance, "state" | "tier">): boolean =>
  tier !== "running" && (state === "warm" || state === "parking");

/** Refusals in a row that still count: half of them are forgotten with every CAPACITY_DECAY_MS that the place was open. */
export const levelAt = ({ level, until }: Pick<Wall, "level" | "until">, now: Instant): number =>
  Math.floor(level / 2 ** Math.floor(Math.max(0, now - until) / CAPACITY_DECAY_MS));

/** How long a place is left alone after so many refusals in a row (1 or more): twice as long each time, ms. */
export const closedMs = (level: number): number => Math.min(CAPACITY_MOST_MS, CAPACITY_LEAST_MS * 2 ** (level - 1));

/** The wall as one more refusal leaves it. Undefined: it stands already, and was met by somebody who could not know. */
export function hit(wall: Wall | undefined, refused: Refused, now: Instant): Wall | undefined {
  if (wall && wall.until > now) return undefined;
  const level = (wall ? levelAt(wall, now) : 0) + 1;
  return { ...refused, level, until: now + closedMs(level), version: (wall?.version ?? 0) + 1 };
}

/** The wall after a start or launch in its place: open, and at half its level. Undefined: there is nothing left to forget. */
export function passed(wall: Wall, now: Instant): Wall | undefined {
  const level = levelAt(wall, now);
  if (wall.until <= now && level === 0) return undefined;
  return { ...wall, level: Math.floor(level / 2), until: Math.min(wall.until, now), version: wall.version + 1 };
}

/** What a pool leaves alone now. */
export const closedFor = (walls: readonly Wall[], pool: PoolId, now: Instant): Closed => {
  const standing = walls.filter((wall) => wall.until > now && (wall.pool === undefined || wall.pool === pool));
  const latest = standing.toSorted((one, other) => one.until - other.until);
  return Object.fromEntries(latest.map(({ place, until }) => [place, until]));
};
