import { HIT_KINDS } from "../../events/states.ts";
import type { AttemptName } from "../model/attempt.ts";
import type { Claim, HandOver, HitKind } from "../model/claim.ts";
import { type Reason, type ReasonCode, reason } from "../model/reason.ts";
import { SECOND_MS } from "../model/time.ts";
import type { ColdTimes } from "./cold.ts";

/** The stages of a hand-over in their order. */
export const STAGES = [
  "waitMs",
  "prepareMs",
  "configureMs",
  "startMs",
  "bootMs",
  "verifyMs",
] as const satisfies readonly (keyof HandOver)[];

/** Nearest ranks: with few, the highest are the slowest one's. */
export interface Times {
  readonly n: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The claims of one kind. */
export interface KindReport {
  readonly kind: HitKind;
  readonly claims: number;
  /** Of all claims whose kind is known, 0 to 1. */
  readonly share: number;
  /** From the request to the delivery, of those delivered; left out: none was. */
  readonly total?: Times;
  /** Left out: none of them had it end seen. */
  readonly stages: Readonly<Partial<Record<keyof HandOver, Times>>>;
  /** What the delivered ones saved together; below nought: a cold start would have been faster. Left out: the pool has launched
   *  nothing yet that was ready, so nobody knows. */
  readonly savedMs?: number;
  /** How often each reason stands with them. */
  readonly because: readonly { readonly code: ReasonCode; readonly claims: number }[];
}

/** What a pool's claims of some time saved. */
export interface HitReport {
  readonly claims: number;
  /** Of claims whose kind is known; left out: there is none. */
  readonly hitRate?: number;
  readonly kinds: readonly KindReport[];
  readonly savedMs?: number;
  /** Why the pool is for nothing, if a hit is not faster than what there is without one. */
  readonly slow: readonly Reason[];
}

type Row = Pick<Claim, "kind" | "because" | "requestedAt" | "deliveredAt" | "handOver" | "attempts">;

/** How long a claim took in all; undefined: it was not delivered. */
export const tookMs = ({ requestedAt, deliveredAt }: Pick<Claim, "requestedAt" | "deliveredAt">): number | undefined =>
  deliveredAt === undefined ? undefined : deliveredAt - requestedAt;

/** What a claim was saved beside the median of the pool's cold launches; below nought: it took longer. */
export const savedMs = (
  claim: Pick<Claim, "requestedAt" | "deliveredAt">,
  cold: ColdTimes | undefined,
): number | undefined => {
  const own = tookMs(claim);
  return own === undefined || cold === undefined ? undefined : cold.p50Ms - own;
};

/** The kinds side by side. */
export function hitReport(claims: readonly Row[], cold: ColdTimes | undefined): HitReport {
  const served = claims.filter(({ kind }) => kind !== undefined);
  const kinds = HIT_KINDS.map((kind) => kindReport(kind, served, cold));
  const hits = kinds[0]?.claims ?? 0;
  return {
    claims: claims.length,
    ...(served.length > 0 && { hitRate: hits / served.length }),
    kinds,
    ...(cold && { savedMs: kinds.reduce((sum, { savedMs: saved = 0 }) => sum + saved, 0) }),
    slow: slowHits(served, cold),
  };
}

function kindReport(kind: HitKind, served: readonly Row[], cold: ColdTimes | undefined): KindReport {
  const own = served.filter((claim) => claim.kind === kind);
  const total = timesOf(own.map(tookMs));
  const stages = STAGES.flatMap((stage) => {
    const times = timesOf(own.map(({ handOver }) => handOver?.[stage]));
    return times ? [[stage, times] as const] : [];
  });
  const codes = Map.groupBy(
    own.flatMap(({ because = [] }) => because.map(({ code }) => code)),
    (code) => code,
  );
  return {
    kind,
    claims: own.length,
    share: served.length === 0 ? 0 : own.length / served.length,
    ...(total && { total }),
    stages: Object.fromEntries(stages),
    ...(cold && { savedMs: own.reduce((sum, claim) => sum + (savedMs(claim, cold) ?? 0), 0) }),
    because: [...codes]
      .map(([code, of]) => ({ code, claims: of.length }))
      .sort((one, other) => other.claims - one.claims || (one.code < other.code ? -1 : 1)),
  };
}

/** Attempts that give a claim what was warm. */
const WARM_ATTEMPTS: readonly AttemptName[] = ["warm", "another-zone", "another-type"];

/** A miss for want of capacity alone: what it got in the end was warm, so that it says nothing of being without. */
const isFromWarm = ({ attempts = [] }: Row): boolean =>
  WARM_ATTEMPTS.some((attempt) => attempts.findLast(({ outcome }) => outcome === "held")?.attempt === attempt);

/** Whether hits are faster than misses, and than the pool's own cold launches, by the median. */
export function slowHits(claims: readonly Row[], cold: ColdTimes | undefined): readonly Reason[] {
  const median = (of: readonly Row[]) => timesOf(of.map(tookMs))?.p50Ms;
  const hit = median(claims.filter(({ kind }) => kind === "hit"));
  const miss = median(claims.filter((claim) => claim.kind === "miss" && !isFromWarm(claim)));
  if (hit === undefined) return [];
  const hitSeconds = seconds(hit);
  return [
    ...(miss !== undefined && hit >= miss
      ? [reason("hits-slower-than-misses", { hitSeconds, missSeconds: seconds(miss) })]
      : []),
    ...(cold && hit >= cold.p50Ms
      ? [reason("hits-slower-than-cold", { hitSeconds, coldSeconds: seconds(cold.p50Ms) })]
      : []),
  ];
}

const seconds = (ms: number): number => Math.round(ms / (SECOND_MS / 10)) / 10;

/** Undefined: nothing was measured. */
function timesOf(all: readonly (number | undefined)[]): Times | undefined {
  const sorted = all.filter((ms) => ms !== undefined).sort((one, other) => one - other);
  const rank = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return sorted.length === 0 ? undefined : { n: sorted.length, p50Ms: rank(0.5), p99Ms: rank(0.99) };
}
