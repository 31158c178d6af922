import { claimAnswer, claimsAnswer } from "../../events/answers/claims.ts";
import { instancesAnswer } from "../../events/answers/instances.ts";
import { drainedAnswer, type PoolAnswer, poolAnswer } from "../../events/answers/pools.ts";
import type { Plane, PlaneAnswer } from "../client.ts";
import { everyPage } from "../pages.ts";

/** An instance that a claim holds. */
export interface HeldInstance {
  readonly instance: string;
  readonly pool: string;
  readonly claim?: string;
}

/** The progress of a pool that is drained. */
export interface PoolState {
  readonly pool: PoolAnswer;
  /** Instances that leave, or may still come from launches asked for earlier. */
  readonly leaving: number;
  /** In use by claims. */
  readonly inUse: number;
}

/** A pool by what it holds: what is in use stays until its claim is released, everything else is on its way out. */
export function standingOf(pool: PoolAnswer): PoolState {
  const states = Object.values(pool.status.counts).flatMap((tier) => Object.entries(tier));
  const count = (wanted: (state: string) => boolean) =>
    states.reduce((sum, [state, many]) => sum + (wanted(state) ? many : 0), 0);
  const inUse = count((state) => state === "in-use");
  return {
    pool,
    inUse,
    leaving: count((state) => state !== "in-use") + (pool.status.launches ?? 0) + pool.status.pending,
  };
}

export const pathOf = (pool: string): string => `/pools/${encodeURIComponent(pool)}`;

/** How pools stand now, in the order of their names. */
export async function standings(plane: Plane, pools: readonly string[]): Promise<PlaneAnswer<readonly PoolState[]>> {
  const found: PoolState[] = [];
  for (const pool of pools) {
    const answered = await plane(`GET ${pathOf(pool)}`, poolAnswer);
    if (answered.kind !== "ok") return answered;
    found.push(standingOf(answered.body));
  }
  return { kind: "ok", body: found };
}

/** Drains pools; each pool that it reached keeps its spec. */
export async function drainPools(plane: Plane, pools: readonly string[]): Promise<PlaneAnswer<readonly PoolState[]>> {
  const found: PoolState[] = [];
  for (const pool of pools) {
    const answered = await plane(`POST ${pathOf(pool)}/drain`, drainedAnswer, {});
    if (answered.kind !== "ok") return answered;
    found.push(standingOf(answered.body.pool));
  }
  return { kind: "ok", body: found };
}

/** Releases every claim that holds an instance of the pools, and has the instances terminated; how many. */
export async function releaseAll(plane: Plane, pools: readonly string[]): Promise<PlaneAnswer<number>> {
  let released = 0;
  for (const pool of pools)
    for (const state of ["leased", "delivered"]) {
      const held = await everyPage(plane, "/claims", { pool, state }, claimsAnswer, ({ claims }) => claims);
      if (held.kind !== "ok") return held;
      for (const { id } of held.body.items) {
        const answered = await plane(`POST /claims/${id}/release`, claimAnswer, { reuse: false });
        if (answered.kind !== "ok") return answered;
        released += 1;
      }
    }
  return { kind: "ok", body: released };
}

/** What claims hold of the pools. */
export async function keptIn(plane: Plane, pools: readonly string[]): Promise<PlaneAnswer<readonly HeldInstance[]>> {
  const kept: HeldInstance[] = [];
  for (const pool of pools) {
    const query = { pool, state: "in-use" };
    const held = await everyPage(plane, "/instances", query, instancesAnswer, ({ instances }) => instances);
    if (held.kind !== "ok") return held;
    kept.push(
      ...held.body.items.map(({ id, claim }) => ({ instance: id, pool, ...(claim !== undefined && { claim }) })),
    );
  }
  return { kind: "ok", body: kept };
}
