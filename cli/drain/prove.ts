import { begunAnswer, type SweepAnswer, sweepAnswer } from "../answers.ts";
import type { Plane, PlaneAnswer } from "../client.ts";
import type { Follower } from "../follower.ts";

/** What a sweep of a region that began after the last instance was gone found there. */
export interface EmptyRegionProof {
  readonly region: string;
  readonly sweep: string;
  readonly isComplete: boolean;
  /** Zones that were not read to the end. */
  readonly unread: readonly string[];
  /** Instances with our tag and no record, which the sweep recorded or had terminated. */
  readonly found: number;
  readonly leaks: readonly string[];
}

/** Looks at one sweep: a day of them. */
const LOOKS_MAX = 43_200;

/** Sweeps a region to its end. A sweep that was under way may have read its first zones before the last instance was gone: it is waited
 *  for, and another begun. Undefined: it was stopped. */
export async function prove(
  plane: Plane,
  region: string,
  follow: Follower,
): Promise<PlaneAnswer<EmptyRegionProof | undefined>> {
  for (let looks = 0; looks < LOOKS_MAX; ) {
    const begun = await plane(`POST /regions/${encodeURIComponent(region)}/sweeps`, begunAnswer, {});
    if (begun.kind !== "ok") return begun;
    let { sweep } = begun.body;
    for (; sweep.state === "under-way" && looks < LOOKS_MAX; looks += 1) {
      await follow.next();
      if (follow.stopped.aborted) return { kind: "ok", body: undefined };
      const answered = await plane(`GET /sweeps/${encodeURIComponent(sweep.id)}`, sweepAnswer);
      if (answered.kind !== "ok") return answered;
      sweep = answered.body;
    }
    if (begun.body.isNew) return { kind: "ok", body: proofOf(sweep) };
  }
  return { kind: "ok", body: undefined };
}

const proofOf = ({ id, region, state, isComplete, shards, findings }: SweepAnswer): EmptyRegionProof => ({
  region,
  sweep: id,
  isComplete: state === "finished" && isComplete,
  unread: shards.filter((shard) => shard.state !== "done").map(({ zone }) => zone),
  found: findings.adopted + findings.retired,
  leaks: findings.leaks,
});
