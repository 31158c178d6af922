import type { Instance } from "../model/instance.ts";

/** How long the pool's own launches take, from the launch asked for to the evidence complete: the least that a claim takes which finds
 *  nothing prepared. It waits for a plan before, and for the hand-over's own evidence after; neither is in here, so that no time is
 *  said to be saved that was not. */
export interface ColdTimes {
  readonly launches: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The cold time that a write completes: an instance is ready for the first time; undefined: it is none. */
export const coldTimeOf = (before: Instance | undefined, after: Instance): number | undefined =>
  before !== undefined && before.readyAt === undefined && after.readyAt !== undefined
    ? after.readyAt - after.launchedAt
    : undefined;
