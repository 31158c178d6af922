import type { Claim } from "../core/model/claim.ts";
import type { PoolId } from "../core/model/ids.ts";
import type { Instance } from "../core/model/instance.ts";
import type { Pool } from "../core/model/pool.ts";
import { mainTier } from "../core/model/pool.ts";
import type { Instant } from "../core/model/time.ts";
import type { Observer } from "./facts.ts";
import { type LevelMean, levelMean } from "./level-mean.ts";
import { percentile } from "./percentile.ts";

/** One pool's figures. */
export interface PoolFigures {
  readonly id: PoolId;
  /** The tier it mostly keeps. */
  readonly tier: string;
  /** Hits, almost-warm hits and misses together. */
  readonly claims: number;
  /** How claims were served, as their first answer said. */
  readonly hits: number;
  readonly almostWarmHits: number;
  readonly misses: number;
  /** Claims that ended refused, or lost their instance. */
  readonly failed: number;
  /** From the request to the delivery, over all delivered claims, hit or not. 0 of none. */
  readonly handOverMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** From the launch asked for to the instance's first readiness, over the pool's own launches. 0 of none. */
  readonly coldMs: { readonly p50: number; readonly p99: number };
  /** Warm instances that nobody held, on average over the time of the demand. */
  readonly meanIdle: number;
  /** Instances EC2 launched and terminated for the pool, in truth. */
  readonly launches: number;
  readonly terminated: number;
}

interface Gathered {
  tier: string;
  readonly kinds: Record<NonNullable<Claim["kind"]>, number>;
  failed: number;
  readonly handOvers: number[];
  readonly colds: number[];
  readonly idle: LevelMean;
  launches: number;
  terminated: number;
}

export interface PlayMeasures {
  readonly observe: Observer;
  /** The demand is over: what follows is not idle time. */
  stopIdle(at: Instant): void;
  figures(now: Instant): readonly PoolFigures[];
}

/** Gathers the figures of every pool from the facts. */
export function measures(): PlayMeasures {
  const pools = new Map<PoolId, Gathered>();
  const of = (pool: PoolId): Gathered => {
    const known = pools.get(pool) ?? newGathered();
    pools.set(pool, known);
    return known;
  };
  return {
    observe(fact, at) {
      if (fact.kind === "launched") of(fact.pool).launches += fact.ids.length;
      if (fact.kind === "ec2" && fact.state === "terminated") of(fact.pool).terminated += 1;
      if (fact.kind !== "written") return;
      const { written } = fact;
      if (written.kind === "pool") begin(of(written.after.id), written.after, at);
      if (written.kind === "claim") countClaim(of(written.after.pool), written.before, written.after);
      if (written.kind === "instance") countInstance(of(written.after.pool), written.before, written.after, at);
    },
    stopIdle(at) {
      for (const { idle } of pools.values()) idle.stop(at);
    },
    figures: (now) =>
      [...pools].sort(([one], [other]) => (one < other ? -1 : 1)).map(([id, gathered]) => figuresOf(id, gathered, now)),
  };
}

const newGathered = (): Gathered => ({
  tier: "",
  kinds: { hit: 0, "almost-warm-hit": 0, miss: 0 },
  failed: 0,
  handOvers: [],
  colds: [],
  idle: levelMean(),
  launches: 0,
  terminated: 0,
});

function begin(gathered: Gathered, pool: Pool, at: Instant): void {
  gathered.tier = mainTier(pool);
  gathered.idle.add(0, at);
}

function countClaim(gathered: Gathered, before: Claim | undefined, after: Claim): void {
  if (!before && after.kind) gathered.kinds[after.kind] += 1;
  if (before?.state !== after.state && (after.state === "refused" || after.state === "lost")) gathered.failed += 1;
  if (before?.deliveredAt === undefined && after.deliveredAt !== undefined)
    gathered.handOvers.push(after.deliveredAt - after.requestedAt);
}

function countInstance(gathered: Gathered, before: Instance | undefined, after: Instance, at: Instant): void {
  const change = Number(isIdle(after)) - Number(before !== undefined && isIdle(before));
  if (change !== 0) gathered.idle.add(change, at);
  if (before?.readyAt === undefined && after.readyAt !== undefined)
    gathered.colds.push(after.readyAt - after.launchedAt);
}

const isIdle = ({ state, lease, suspectSince }: Instance): boolean =>
  state === "warm" && lease === undefined && suspectSince === undefined;

function figuresOf(id: PoolId, gathered: Gathered, now: Instant): PoolFigures {
  const { tier, kinds, failed, launches, terminated } = gathered;
  const handOvers = gathered.handOvers.toSorted((a, b) => a - b);
  const colds = gathered.colds.toSorted((a, b) => a - b);
  return {
    id,
    tier,
    claims: kinds.hit + kinds["almost-warm-hit"] + kinds.miss,
    hits: kinds.hit,
    almostWarmHits: kinds["almost-warm-hit"],
    misses: kinds.miss,
    failed,
    handOverMs: { p50: percentile(handOvers, 0.5), p99: percentile(handOvers, 0.99), max: handOvers.at(-1) ?? 0 },
    coldMs: { p50: percentile(colds, 0.5), p99: percentile(colds, 0.99) },
    meanIdle: Math.round(gathered.idle.mean(now) * 100) / 100,
    launches,
    terminated,
  };
}
