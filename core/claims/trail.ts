import { placeOf } from "../model/capacity.ts";
import type { Claim } from "../model/claim.ts";
import type { PoolId } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";
import { TRAIL_MAX } from "../model/limits.ts";
import type { Reason } from "../model/reason.ts";
import type { Rung, RungName } from "../model/rung.ts";

/** Rungs that are climbed within one request or message. Any other one that fails begins a new climb. */
const WITHIN_A_CLIMB: readonly RungName[] = ["another-zone", "another-type"];

/** The rung of the instance that a claim holds before it has a trail, by how it was served. */
const FIRST = { hit: "warm", "near-hit": "near-ready", miss: "queue" } as const;

/** The claim with what was tried for it since; of all of it, the latest is kept. */
export const withRungs = (claim: Claim, rungs: readonly Rung[]): Claim =>
  rungs.length === 0 ? claim : { ...claim, trail: [...(claim.trail ?? []), ...rungs].slice(-TRAIL_MAX) };

/** The claim, with the rung that gave it this instance as failed. `before` held its lease. */
export function failedOn(claim: Claim, before: Instance, at: number, why: Reason): Claim {
  const { id: instance, az, type, market, lease } = before;
  const held = claim.trail?.at(-1);
  if (held?.outcome === "held" && held.instance === instance)
    return { ...claim, trail: [...(claim.trail ?? []).slice(0, -1), { ...held, at, outcome: "failed", why }] };
  const place = placeOf(az, lease?.fit.type ?? type, market);
  return withRungs(claim, [{ rung: FIRST[claim.kind ?? "miss"], at, outcome: "failed", why, place, instance }]);
}

/** Whose instance a claim holds: its own pool's, unless the ladder took it from another. */
export const lenderOf = ({ pool, instance, trail = [] }: Pick<Claim, "pool" | "instance" | "trail">): PoolId =>
  trail.findLast((rung) => rung.outcome === "held" && rung.instance === instance)?.pool ?? pool;

/** Whether the last thing that failed was a step of a climb that another failure had begun. */
export const isWithinClimb = ({ trail }: Pick<Claim, "trail">): boolean =>
  WITHIN_A_CLIMB.includes(trail?.at(-1)?.rung ?? "warm");

/** How far the climb has come that the last failure is part of: the rung it may go on from, and the starts it has made. */
export function climbSoFar({ trail = [] }: Pick<Claim, "trail">): { readonly from: RungName; readonly starts: number } {
  const begun = trail.findLastIndex(({ outcome, rung }) => outcome === "failed" && !WITHIN_A_CLIMB.includes(rung));
  const starts = trail.slice(begun + 1).filter(({ outcome }) => outcome === "failed").length;
  return { from: isWithinClimb({ trail }) ? trail.at(-1)!.rung : "another-zone", starts };
}
