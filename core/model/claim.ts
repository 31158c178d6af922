import type { HandOverTimes } from "../../events/notices/claim-changed.v1.ts";
import type { CLAIM_STATES, HIT_KINDS } from "../../events/states.ts";
import type { Attempt } from "./attempt.ts";
import type { Held } from "./held.ts";
import type { ClaimId, InstanceId, PoolId } from "./ids.ts";
import type { Transition } from "./instance.ts";
import type { Overrides } from "./overrides.ts";
import type { Fallback } from "./pool.ts";
import type { Reason } from "./reason.ts";
import type { Instant } from "./time.ts";

export type ClaimState = (typeof CLAIM_STATES)[number];

/** What a consumer asks for. Either a pool, or what the instance must be. */
export interface ClaimRequest extends Overrides {
  readonly caller: string;
  /** The caller's idempotency key. */
  readonly key: string;
  readonly pool?: PoolId;
  readonly image?: string;
  readonly region?: string;
  readonly az?: string;
  /** A persistent claim: what is lost is replaced, until it is released. */
  readonly persistent?: true;
  /** Which claim of a persistent claim it is, from 2 on; left out: the first. */
  readonly generation?: number;
  /** Which of how many wishes that were asked for together, from 1 on. */
  readonly position?: { readonly nth: number; readonly of: number };
  /** Of the user data it brought, which itself stands in no record. Told to nobody: a short secret can be guessed from it. */
  readonly userDataSha256?: string;
}

/** How a claim was served. */
export type HitKind = (typeof HIT_KINDS)[number];

/** Where the time of a delivered claim went, ms: all its stages together from the request to the delivery. */
export type HandOver = Held<HandOverTimes>;

/** What stands on the first claim of a persistent claim, whatever became of that claim itself. */
export interface Persistence {
  /** Claims asked for so far: the latest is the one of this generation. */
  readonly generation: number;
  /** The generation that still had an instance when the latest was asked for. */
  readonly holder?: number;
  /** Claims in a row that brought no instance, or none that lasted. */
  readonly failures: number;
  readonly endedAt?: Instant;
}

/** A consumer's request for one instance, and its whole life: as it is delivered, it is a row of the hit ledger. */
export interface Claim {
  readonly id: ClaimId;
  readonly request: ClaimRequest;
  readonly pool: PoolId;
  readonly fallback: Fallback;
  readonly state: ClaimState;
  readonly version: number;
  readonly kind?: HitKind;
  /** Why it is of that kind. */
  readonly because?: readonly Reason[];
  readonly instance?: InstanceId;
  readonly leaseEpoch?: number;
  readonly overrides: Overrides;
  readonly requestedAt: Instant;
  readonly leasedAt?: Instant;
  readonly deliveredAt?: Instant;
  readonly handOver?: HandOver;
  readonly endedAt?: Instant;
  /** A pending claim is refused then. */
  readonly waitUntil: Instant;
  /** Hand-overs that failed it so far; a fall-back of the fallback chain counts once. */
  readonly failedHandOvers: number;
  /** What was tried for it, oldest first, at most ATTEMPTS_MAX; left out: the first instance it was given has not failed it. */
  readonly attempts?: readonly Attempt[];
  readonly persistence?: Persistence;
  /** The claim that stands in for it since it was lost, or since its instance is to be taken away. */
  readonly successor?: ClaimId;
  readonly last: Transition<ClaimState>;
}

export const isEnded = ({ endedAt }: Pick<Claim, "endedAt">): boolean => endedAt !== undefined;

/** From when on its record is no longer needed but for looking back; undefined: it is. */
export function overSince({ endedAt, persistence }: Pick<Claim, "endedAt" | "persistence">): Instant | undefined {
  if (!persistence || endedAt === undefined) return endedAt;
  return persistence.endedAt && Math.max(endedAt, persistence.endedAt);
}

/** Ended, or delivered: nothing is owed to the claimant any more. */
export const isAnswered = ({ state }: Pick<Claim, "state">): boolean => state !== "pending" && state !== "leased";

/** Where the turns begin of claims that were asked for at a moment or later. */
export const turnFrom = (at: Instant): string => String(at).padStart(15, "0");

/** A claim's turn in its pool's queue: oldest first, and among those of one moment by id. */
export const turnOf = ({ id, requestedAt }: Pick<Claim, "id" | "requestedAt">): string =>
  `${turnFrom(requestedAt)}#${id}`;
