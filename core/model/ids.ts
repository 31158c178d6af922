import { createHash } from "node:crypto";
import { type Instant, SECOND_MS } from "./time.ts";

/** `^[a-z][a-z0-9-]{0,38}$`, chosen by the engineer; unique in a plane. */
export type PoolId = string;
/** EC2's: `i-` and 8 or 17 hex digits. */
export type InstanceId = string;
/** `claim-` and 20 hex digits, derived by {@link claimId}. */
export type ClaimId = string;

/** 16 hex digits, derived by {@link startNonce}. */
export type Nonce = string;

export const POOL_ID = /^[a-z][a-z0-9-]{0,38}$/;
export const INSTANCE_ID = /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
export const CLAIM_ID = /^claim-[0-9a-f]{20}$/;
export const NONCE = /^[0-9a-f]{16}$/;

/** SHA-256 of the parts, as 64 hex digits. They are length-prefixed, so that ("ab", "c") and ("a", "bc") differ. */
export const digest = (...parts: (string | number)[]): string =>
  createHash("sha256")
    .update(parts.map((part) => `${String(part).length}:${part}`).join("|"))
    .digest("hex");

/** 64 hex digits: what stands in a record for a text that may not. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** One claim per caller and idempotency key: asking again with the same key is the same claim. Of a persistent claim, one per generation. */
export const claimId = (caller: string, key: string, generation = 1): ClaimId =>
  `claim-${digest("claim", caller, key, ...(generation === 1 ? [] : [generation])).slice(0, 20)}`;

/** One launch per slot of one plan: 64 hex digits, which is all that EC2's ClientToken takes (at most 64 ASCII). */
export const launchToken = (pool: PoolId, epoch: number, slot: number): string => digest("launch", pool, epoch, slot);

/** What is sealed of a launch's token: says for what, so that no other use of the key can be taken for it. */
export const sealedText = (token: string): string => `greenroom launch ${token}`;

/** One per launch, hand-over and return of an instance: evidence of another start is told apart by it. It is no secret: who speaks is
 *  proven by the signature. `epoch`: the lease's, and 0 for the launch. */
export const startNonce = (instance: InstanceId, start: "launch" | "hand-over" | "return", epoch: number): Nonce =>
  digest("start", instance, start, epoch).slice(0, 16);

/** One notice per version of a resource: subscribers drop doubles and see gaps by it. `resource` is its id, which tells what it is of an
 *  instance, a claim and a pool; a template is `template/<name>`, a sweep `sweep/<id>`. */
export const noticeId = (resource: string, version: number): string => `${resource}:${version}`;

/** One plan per pool and second of asking. */
export const planRequestId = (pool: PoolId, at: Instant): string => `plan:${pool}:${Math.floor(at / SECOND_MS)}`;

/** One request per sweep and second of asking. */
export const sweepRequestId = (sweep: string, at: Instant): string => `sweep:${sweep}:${Math.floor(at / SECOND_MS)}`;

/** One deadline per state entry and the times it asked again. */
export const wakeId = (instance: InstanceId, entry: number, askedAgain: number): string =>
  `wake:${instance}:${entry}:${askedAgain}`;

/** One replay per window, filter and second of asking: 4 hex digits for the window. */
export const windowDigest = (from: Instant, to: Instant): string => digest("window", from, to).slice(0, 4);

/** Where a resource stands in an order that spreads things evenly: 8 hex digits. */
export const spread = (id: string): string => digest("spread", id).slice(0, 8);
export const SPREAD_FIRST = "00000000";
export const SPREAD_LAST = "ffffffff";
/** The next place after a resource's. Two things on one place are one in four billion, and then one is met a round later. */
export const spreadAfter = (id: string): string => {
  const next = Number.parseInt(spread(id), 16) + 1;
  return next > 0xffffffff ? SPREAD_FIRST : next.toString(16).padStart(8, "0");
};
