import type { AlertId } from "../../../core/model/alert.ts";
import { type Claim, overSince, turnOf } from "../../../core/model/claim.ts";
import type { ClaimId, InstanceId, PoolId } from "../../../core/model/ids.ts";
import type { Instance, Transition } from "../../../core/model/instance.ts";
import { CLAIM_RETENTION_MS, HISTORY_MAX, TOMBSTONE_RETENTION_MS } from "../../../core/model/limits.ts";
import { type UnavailableOffering, unavailableKey } from "../../../core/model/offering.ts";
import { binOf } from "../../../core/model/state-index.ts";
import type { SweepId } from "../../../core/model/sweep.ts";
import { type Instant, iso, SECOND_MS } from "../../../core/model/time.ts";

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Any item of the table, as the document client gives it. */
export interface Item extends Key {
  /** The resource itself, whole: instance, claim, pool, template or intent. */
  readonly doc?: unknown;
  readonly version?: number;
  /** Which version's attributes it has: see `shapes.ts`. Absent: what was written before items said it. */
  readonly shape?: number;
  /** Index keys, on what is in the index. */
  readonly bin?: string;
  readonly queue?: string;
  readonly claimsOf?: string;
  readonly turn?: string;
  /** The ring of last transitions, by version mod HISTORY_MAX. */
  readonly history?: Readonly<Record<string, HistorySlot>>;
  /** Of a pointer: where the record lies. */
  readonly pool?: PoolId;
  readonly expiresAt?: number;
  readonly [attribute: string]: unknown;
}

/** One slot of the ring. It holds the version, so that its order outlives a change of the ring's size. */
export interface HistorySlot {
  readonly version: number;
  readonly transition: Transition<string>;
}

export const instanceKey = (pool: PoolId, id: InstanceId): Key => ({ pk: `POOL#${pool}`, sk: `INSTANCE#${id}` });
export const pointerKey = (id: InstanceId): Key => ({ pk: `EC2#${id}`, sk: "POINTER" });
export const claimKey = (id: ClaimId): Key => ({ pk: `CLAIM#${id}`, sk: "CLAIM" });
export const poolKey = (id: PoolId): Key => ({ pk: `POOL#${id}`, sk: "SPEC" });
/** A copy of every pool lies in one partition, written with the pool, so that the list is one query and no scan. */
export const POOL_LIST = "POOLS";
export const poolListKey = (id: PoolId): Key => ({ pk: POOL_LIST, sk: id });
export const templatePartition = (name: string): string => `TEMPLATE#${name}`;
export const templateKey = (name: string, version: number): Key => ({
  pk: templatePartition(name),
  sk: `V#${String(version).padStart(8, "0")}`,
});
/** A copy of every version lies in one partition too, for the list. */
export const TEMPLATE_LIST = "TEMPLATES";
export const templateListKey = (name: string, version: number): Key => ({
  pk: TEMPLATE_LIST,
  sk: `${name}#${templateKey(name, version).sk}`,
});
/** Days of demand lie before the forecast, so that one query reads both. */
export const demandKey = (pool: PoolId, day: string): Key => ({ pk: `POOL#${pool}`, sk: `DEMAND#${day}` });
export const forecastKey = (pool: PoolId): Key => ({ pk: `POOL#${pool}`, sk: "FORECAST" });
export const LEDGER = "LEDGER";
export const ledgerKey = (pool: PoolId): Key => ({ pk: `POOL#${pool}`, sk: LEDGER });
export const intentKey = (pool: PoolId, token: string): Key => ({ pk: `POOL#${pool}`, sk: `${LEDGER}#${token}` });
export const queueOf = (pool: PoolId): string => `PENDING#${pool}`;
export const persistentPartition = (pool: PoolId): string => `PERSISTENT#${pool}`;
export const claimsPartition = (pool: PoolId): string => `CLAIMS#${pool}`;

export const sweepPartition = (region: string): string => `SWEEP#${region}`;
/** A sweep's id begins with its region, and ends with the time it began, which orders the partition. */
export const sweepKey = (id: SweepId): Key => ({ pk: sweepPartition(id.split(":", 1).join()), sk: id });
/** The key of the item that holds the id of the latest sweep of a region. */
export const latestSweepKey = (region: string): Key => ({ pk: `LATEST-SWEEP#${region}`, sk: "LATEST" });
interface Beginning {
  readonly sweep: SweepId;
  readonly zone: string;
  readonly generation: number;
}
export const seenPartition = ({ sweep, zone, generation }: Beginning): string => `SEEN#${sweep}#${zone}#${generation}`;
export const seenKey = (of: Beginning, page: number): Key => ({
  pk: seenPartition(of),
  sk: String(page).padStart(8, "0"),
});

export const historyPartition = (id: InstanceId): string => `HISTORY#${id}`;
/** Chapters lie in the order in which they begin. */
export const chapterKey = (id: InstanceId, begun: Instant, until = ""): Key => ({
  pk: historyPartition(id),
  sk: `${iso(begun)}#${until}`,
});

export const ALERT_LIST = "ALERTS";
export const alertKey = (id: AlertId): Key => ({ pk: ALERT_LIST, sk: id });
export const replayedItemKey = (replay: string, key: string): Key => ({ pk: `REPLAYED#${replay}`, sk: key });

/** In a partition of its own: whoever reads a claim does not read what it brought. */
export const handoutKey = (claim: ClaimId): Key => ({ pk: `HANDOUT#${claim}`, sk: "USER-DATA" });

/** In a partition of its own too: it may hold what a boot script printed. */
export const autopsyKey = (id: InstanceId): Key => ({ pk: `AUTOPSY#${id}`, sk: "AUTOPSY" });

export const trialPartition = (pool: PoolId): string => `TRIAL#${pool}`;
export const trialKey = (pool: PoolId, by: string): Key => ({ pk: trialPartition(pool), sk: by });

export const offeringPartition = (region: string): string => `CAPACITY#${region}`;
export const offeringItemKey = (unavailableOffering: UnavailableOffering): Key => ({
  pk: offeringPartition(unavailableOffering.region),
  sk: unavailableKey(unavailableOffering),
});

export const blameKey = (region: string): Key => ({ pk: `BLAME#${region}`, sk: "LEDGER-OF-FAILURES" });

/** The transitions that a record keeps, oldest first. */
export const historyIn = ({ history = {} }: Item): readonly Transition[] =>
  Object.values(history)
    .sort((one, other) => one.version - other.version)
    .slice(-HISTORY_MAX)
    .map(({ transition }) => transition as Transition);

/** Which kind of resource an item is about, by its key; undefined: none that is published. */
export function kindOf({ pk, sk }: Key): "instance" | "claim" | "alert" | "pool" | "template" | "sweep" | undefined {
  if (sk.startsWith("INSTANCE#")) return "instance";
  if (sk === "CLAIM") return "claim";
  if (pk === ALERT_LIST) return "alert";
  if (pk.startsWith(templatePartition(""))) return "template";
  if (pk.startsWith(sweepPartition(""))) return "sweep";
  return sk === "SPEC" ? "pool" : undefined;
}

/** What is written beside an instance's record; undefined: must not be there. */
export const instanceColumns = (instance: Instance) => ({
  bin: instance.state === "gone" ? undefined : binOf(instance),
  expiresAt: expiryOfItem(instance),
});

/** What is written beside a claim: its turn in its pool's list, and in the queue while it waits or among the persistent claims; undefined: must
 *  not be there. */
export const claimColumns = (claim: Claim) => ({
  queue: lineOf(claim),
  claimsOf: claimsPartition(claim.pool),
  turn: turnOf(claim),
  expiresAt: expiryOf(overSince(claim)),
});

/** Its key in the sparse index: among the waiting claims while it waits; else, while it carries the desired state of a persistent claim, among those. */
function lineOf({ pool, state, persistence }: Claim): string | undefined {
  if (state === "pending") return queueOf(pool);
  return persistence && persistence.endedAt === undefined ? persistentPartition(pool) : undefined;
}

const expiryOf = (over: Instant | undefined): number | undefined =>
  over === undefined ? undefined : expiry(over + CLAIM_RETENTION_MS);

/** When a tombstone, and the pointer to it, may be deleted. */
export const expiryOfItem = (instance: Instance): number | undefined =>
  instance.state === "gone" ? expiry(instance.since + TOMBSTONE_RETENTION_MS) : undefined;

/** The condition of a resource's next version: the first must not exist yet, any other follows the one before it. */
export const ifNext = (version: number) =>
  version === 1
    ? { ConditionExpression: "attribute_not_exists(pk)" }
    : { ConditionExpression: "version = :before", ExpressionAttributeValues: { ":before": version - 1 } };

/** What DynamoDB deletes an item by: seconds since 1970. */
export const expiry = (at: Instant): number => Math.ceil(at / SECOND_MS);
