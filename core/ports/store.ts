import type { Alert } from "../model/alert.ts";
import type { Chapter } from "../model/chapter.ts";
import type { Claim } from "../model/claim.ts";
import type { ClaimId, InstanceId, PoolId } from "../model/ids.ts";
import type { Instance, Transition } from "../model/instance.ts";
import type { Intent, Ledger } from "../model/ledger.ts";
import type { Pool } from "../model/pool.ts";
import type { StateQuery, StockRow } from "../model/state-index.ts";
import type { Sweep } from "../model/sweep.ts";
import type { Template } from "../model/template.ts";
import type { Instant } from "../model/time.ts";
import type { Alerts } from "./alerts.ts";
import type { Autopsies } from "./autopsies.ts";
import type { BlameRecords } from "./blame.ts";
import type { Deliveries } from "./delivery.ts";
import type { Demand } from "./demand.ts";
import type { Handouts } from "./handouts.ts";
import type { UnavailableOfferings } from "./offerings.ts";
import type { Replayed } from "./replays.ts";
import type { SeenSet, Sweeps } from "./sweeps.ts";
import type { Tallies } from "./tallies.ts";
import type { Trials } from "./trials.ts";

/** An instance, a claim, or both: what one step changes. */
export interface Change {
  readonly instance?: Instance;
  readonly claim?: Claim;
}

export type Committed =
  | { readonly kind: "saved" }
  /** Somebody else was first. What stands now is told in the same answer, for each item that was in the way. */
  | { readonly kind: "conflict"; readonly instance?: Instance; readonly claim?: Claim };

/** The one way to write instances and claims.
 *  All of a change or nothing. An item with version 1 must not exist yet; any other must stand at its version − 1.
 *  A new instance brings its pointer (id → record). Each write is published by the store's stream, in order per item.
 *  Twice: the second is a conflict that shows the first. Fates: retryable, retry-after (throttled). */
export interface Records {
  commit(change: Change): Promise<Committed>;
}

/** Reads of instances, all strongly consistent. */
export interface Instances {
  /** By EC2's id, through the pointer. Absent: no record of ours; says nothing about EC2. Tombstones are found until it expires. */
  find(id: InstanceId): Promise<Instance | undefined>;
  /** Up to `limit` records of one state index and tier, in the order of the spread, from a place onward. Fewer: its end. */
  listByState(from: StateQuery): Promise<readonly Instance[]>;
  /** Every instance of the pool that is not gone, in no order, leanly. */
  stock(pool: PoolId): Promise<readonly StockRow[]>;
  /** At most `limit` full records of a pool in the order of their ids, tombstones included, beginning after the id `after`.
   *  Fewer than `limit`: the end. A record that is there throughout is met exactly once, whatever else comes and goes. */
  page(pool: PoolId, from: { readonly after?: InstanceId; readonly limit: number }): Promise<readonly Instance[]>;
  /** The last transitions (at most HISTORY_MAX), oldest first; empty for an unknown id. */
  history(id: InstanceId): Promise<readonly Transition[]>;
}

export interface Claims {
  /** Strongly consistent. */
  find(id: ClaimId): Promise<Claim | undefined>;
  /** Pending claims of a pool, oldest first, at most `limit`. May lag: a commit decides. */
  pending(pool: PoolId, limit: number): Promise<readonly Claim[]>;
  /** At most `limit` claims of a pool in the order of asking, ended ones until they expire: those behind the turn `after`
   *  (`turnOf`). Fewer than `limit`: the end. A claim keeps its turn, so one that is listed
   *  throughout is met exactly once, whatever else comes and goes. May lag: a claim is listed, and seen to change, a moment
   *  after it was written; one that was written while the list was read, at a turn that was passed, is met by the next. */
  page(pool: PoolId, from: { readonly after?: string; readonly limit: number }): Promise<readonly Claim[]>;
  /** The same of the claims that a persistent claim stands on which is not over; one that waits in the queue is left out. May lag. */
  persistent(pool: PoolId, from: { readonly after?: string; readonly limit: number }): Promise<readonly Claim[]>;
}

export interface Pools {
  /** Strongly consistent. */
  find(id: PoolId): Promise<Pool | undefined>;
  /** As `find`, but may be up to POOL_AGE_MAX_MS old, which saves a claim a call: for policy, never for safety. */
  recall(id: PoolId): Promise<Pool | undefined>;
  /** Every pool by id; may be as old as `recall`'s. */
  list(): Promise<readonly Pool[]>;
  /** Writes if the stored version is `pool.version − 1` (1: must not exist). */
  save(pool: Pool): Promise<"saved" | "conflict">;
}

export interface Templates {
  /** Immutable: once found, always the same. */
  find(name: string, version: number): Promise<Template | undefined>;
  latest(name: string): Promise<Template | undefined>;
  /** The latest version of each, by name. */
  list(): Promise<readonly Template[]>;
  /** `already`: this version exists with the same content, whoever applied it when; `conflict`: with other content. */
  save(template: Template): Promise<"saved" | "already" | "conflict">;
}

/** The memory of a pool's plans. Read it before the stock: an intent is removed only after its instances are recorded,
 *  so this order counts a launch once or twice, and never not at all. */
export interface Ledgers {
  /** Strongly consistent; a pool without one has an empty ledger at epoch 0. */
  find(pool: PoolId): Promise<Ledger>;
  /** Strongly consistent; absent: settled, or never intended. */
  intent(pool: PoolId, token: string): Promise<Intent | undefined>;
  /** Writes breaker, surplus and new intents, drops `dropped` ones, if the stored epoch is `ledger.epoch − 1`. */
  save(
    ledger: Ledger,
    intents: { added: readonly Intent[]; dropped: readonly string[] },
  ): Promise<"saved" | "conflict">;
  /** The intent is done or given up; twice is safe. */
  settle(pool: PoolId, token: string): Promise<void>;
}

/** The closed chapters of instances' histories, kept for HISTORY_RETENTION_MS, longer than the records themselves. */
export interface Histories {
  /** Twice is safe. Fates: retryable, retry-after (throttled). */
  keep(chapter: Chapter): Promise<void>;
  /** The latest chapter of an instance that had begun by then. Absent: none had, or it is forgotten. Strongly consistent. */
  at(id: InstanceId, moment: Instant): Promise<Chapter | undefined>;
}

/** What a store's stream tells of one write: the item before (absent: new) and after. In order per item, at least once. */
export type Written =
  | {
      readonly kind: "instance";
      readonly before?: Instance;
      readonly after: Instance;
      /** What the record is about to forget. */
      readonly closed?: Chapter;
    }
  | { readonly kind: "claim"; readonly before?: Claim; readonly after: Claim }
  | { readonly kind: "alert"; readonly before?: Alert; readonly after: Alert }
  | { readonly kind: "pool"; readonly before?: Pool; readonly after: Pool }
  | { readonly kind: "template"; readonly after: Template }
  /** One write per page read: what is news of it, `stageOf` says. */
  | { readonly kind: "sweep"; readonly before?: Sweep; readonly after: Sweep };

/** Everything a store offers. */
export interface Store {
  readonly records: Records;
  readonly instances: Instances;
  readonly claims: Claims;
  readonly pools: Pools;
  readonly templates: Templates;
  readonly ledgers: Ledgers;
  readonly sweeps: Sweeps;
  readonly seenSet: SeenSet;
  readonly tallies: Tallies;
  readonly deliveries: Deliveries;
  readonly histories: Histories;
  readonly replayed: Replayed;
  readonly alerts: Alerts;
  readonly offerings: UnavailableOfferings;
  readonly blame: BlameRecords;
  readonly handouts: Handouts;
  readonly demand: Demand;
  readonly autopsies: Autopsies;
  readonly trials: Trials;
}
