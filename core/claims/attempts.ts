import type { Attempt, AttemptName } from "../model/attempt.ts";
import type { Claim } from "../model/claim.ts";
import type { PoolId } from "../model/ids.ts";
import type { Instance } from "../model/instance.ts";
import { ATTEMPTS_MAX } from "../model/limits.ts";
import { offeringOf } from "../model/offering.ts";
import type { Reason } from "../model/reason.ts";

/** Attempts that are part of one fallback, within one request or message. Any other one that fails begins a new fallback. */
const WITHIN_A_FALL_BACK: readonly AttemptName[] = ["another-zone", "another-type"];

/** The attempt of the instance that a claim holds before it has a list of attempts, by how it was served. */
const FIRST = { hit: "warm", "almost-warm-hit": "almost-warm", miss: "queue" } as const;

/** The claim with what was tried for it since; of all of it, the latest is kept. */
export const withAttempts = (claim: Claim, attempts: readonly Attempt[]): Claim =>
  attempts.length === 0 ? claim : { ...claim, attempts: [...(claim.attempts ?? []), ...attempts].slice(-ATTEMPTS_MAX) };

/** The claim, with the attempt that gave it this instance as failed. `before` held its lease. */
export function failedOn(claim: Claim, before: Instance, at: number, why: Reason): Claim {
  const { id: instance, az, type, market, lease } = before;
  const held = claim.attempts?.at(-1);
  if (held?.outcome === "held" && held.instance === instance)
    return { ...claim, attempts: [...(claim.attempts ?? []).slice(0, -1), { ...held, at, outcome: "failed", why }] };
  const offering = offeringOf(az, lease?.overrides.type ?? type, market);
  return withAttempts(claim, [
    { attempt: FIRST[claim.kind ?? "miss"], at, outcome: "failed", why, offering, instance },
  ]);
}

/** Whose instance a claim holds: its own pool's, unless the fallback chain took it from another. */
export const lenderOf = ({ pool, instance, attempts = [] }: Pick<Claim, "pool" | "instance" | "attempts">): PoolId =>
  attempts.findLast((attempt) => attempt.outcome === "held" && attempt.instance === instance)?.pool ?? pool;

/** Whether the last attempt that failed was a step of a fallback that an earlier failure had begun. */
export const isWithinFallBack = ({ attempts }: Pick<Claim, "attempts">): boolean =>
  WITHIN_A_FALL_BACK.includes(attempts?.at(-1)?.attempt ?? "warm");

/** How far the fallback has come that the last failure is part of: the attempt it may go on from, and the starts it has made. */
export function fallBackSoFar({ attempts = [] }: Pick<Claim, "attempts">): {
  readonly from: AttemptName;
  readonly starts: number;
} {
  const begun = attempts.findLastIndex(
    ({ outcome, attempt }) => outcome === "failed" && !WITHIN_A_FALL_BACK.includes(attempt),
  );
  const starts = attempts.slice(begun + 1).filter(({ outcome }) => outcome === "failed").length;
  return { from: isWithinFallBack({ attempts }) ? attempts.at(-1)!.attempt : "another-zone", starts };
}
