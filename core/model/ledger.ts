import type { Tier } from "../../events/tiers.ts";
import type { PoolId } from "./ids.ts";
import type { Instant } from "./time.ts";

/** A launch that is asked of EC2 and not yet recorded: one request, `count` instances, one token. */
export interface Intent {
  readonly token: string;
  readonly pool: PoolId;
  readonly epoch: number;
  readonly tier: Tier;
  readonly az: string;
  readonly type: string;
  readonly imageId: string;
  readonly template: { readonly name: string; readonly version: number };
  readonly count: number;
  readonly at: Instant;
}

/** Preparations that failed in a row. Open: launches stop until then. */
export interface Breaker {
  readonly failures: number;
  readonly openUntil?: Instant;
  /** Outcomes up to this moment are counted. */
  readonly countedTo: Instant;
}

/** One launch that EC2 has not refused. */
export type Unproven = Pick<Intent, "token" | "count" | "at">;

/** What a pool's plans must remember from one to the next. */
export interface Ledger {
  readonly pool: PoolId;
  /** Plans that changed it; part of every launch token, and the condition of the next write. */
  readonly epoch: number;
  readonly intents: readonly Intent[];
  readonly breaker: Breaker;
  readonly surplusSince: Readonly<Partial<Record<Tier, Instant>>>;
  /** What was launched of late, oldest first: of which none may have become ready. Left out: nothing. */
  readonly unproven?: readonly Unproven[];
}

/** What a pool without one has: no plan yet, at epoch 0. */
export const newLedger = (pool: PoolId): Ledger => ({
  pool,
  epoch: 0,
  intents: [],
  breaker: { failures: 0, countedTo: 0 },
  surplusSince: {},
});
