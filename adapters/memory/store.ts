import { overSince } from "../../core/model/claim.ts";
import { CLAIM_RETENTION_MS, TOMBSTONE_RETENTION_MS } from "../../core/model/limits.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Change, Committed, Records, Store, Written } from "../../core/ports/store.ts";
import { memoryAlerts } from "./alerts.ts";
import { memoryAutopsies } from "./autopsies.ts";
import { memoryBlame } from "./blame.ts";
import { memoryClaims } from "./claims.ts";
import { memoryDeliveries } from "./deliveries.ts";
import { memoryDemand } from "./demand.ts";
import { expiries } from "./expiry.ts";
import { memoryHandouts } from "./handouts.ts";
import { memoryHistories } from "./histories.ts";
import { memoryInstances } from "./instances.ts";
import { memoryLedgers } from "./ledgers.ts";
import { memoryOfferings } from "./offerings.ts";
import { memoryPools, memoryTemplates } from "./pools.ts";
import { memoryReplayed } from "./replayed.ts";
import type { StoredState } from "./stored-state.ts";
import { memorySeenSet, memorySweeps } from "./sweeps.ts";
import { memoryTallies } from "./tallies.ts";
import { memoryTrials } from "./trials.ts";

export interface StoreParts {
  readonly onWritten?: (written: Written) => void;
  /** By which tombstones and ended claims expire when their time is over; left out: they stay. */
  readonly clock?: Clock;
  /** What it holds to begin with; none of it is published. */
  readonly stored?: StoredState;
}

/** The store in memory: the promises of the DynamoDB one, without its network and its units. `onWritten` is called for each write before its call resolves, in the order of writing.
 *  What is given to it and what it gives are the same values: they are never changed, by anybody. */
export function memoryStore({ onWritten = () => {}, clock, stored }: StoreParts = {}): Store {
  let isBegun = false;
  const publish = (written: Written): void => {
    if (isBegun) onWritten(written);
  };
  const { instances, ...instanceBox } = memoryInstances(publish);
  const { claims, ...claimBox } = memoryClaims(publish);

  const tombstones = expiries(clock, TOMBSTONE_RETENTION_MS, instanceBox.expire);
  const endedClaims = expiries(clock, CLAIM_RETENTION_MS, claimBox.expire);
  const save = ({ instance, claim }: Change): void => {
    if (instance) instanceBox.save(instance);
    if (claim) claimBox.save(claim);
    if (instance?.state === "gone") tombstones.await(instance.id, instance.last.at);
    const over = claim && overSince(claim);
    if (claim && over !== undefined) endedClaims.await(claim.id, over);
  };
  for (const instance of stored?.instances ?? []) save({ instance });
  for (const claim of stored?.claims ?? []) save({ claim });
  isBegun = true;

  const records: Records = {
    /** Nothing is awaited between the reads and the writes, so nobody comes between them. */
    async commit({ instance, claim }): Promise<Committed> {
      tombstones.dig();
      endedClaims.dig();
      const found = {
        instance: instance && instanceBox.stored(instance.id),
        claim: claim && claimBox.stored(claim.id),
      };
      const instanceIsNext = !instance || isNext(found.instance, instance);
      const claimIsNext = !claim || isNext(found.claim, claim);
      if (instanceIsNext && claimIsNext) {
        save({ ...(instance && { instance }), ...(claim && { claim }) });
        return { kind: "saved" };
      }
      return {
        kind: "conflict",
        ...(!instanceIsNext && found.instance && { instance: found.instance }),
        ...(!claimIsNext && found.claim && { claim: found.claim }),
      };
    },
  };

  return {
    records,
    instances,
    claims,
    pools: memoryPools(onWritten, stored?.pools),
    templates: memoryTemplates(onWritten, stored?.templates),
    ledgers: memoryLedgers(stored?.ledgers),
    sweeps: memorySweeps(onWritten),
    seenSet: memorySeenSet(instances),
    tallies: memoryTallies(),
    deliveries: memoryDeliveries(),
    histories: memoryHistories(),
    replayed: memoryReplayed(),
    alerts: memoryAlerts(onWritten),
    offerings: memoryOfferings(stored?.offerings),
    blame: memoryBlame(stored?.blame),
    handouts: memoryHandouts(clock),
    demand: memoryDemand(claims),
    autopsies: memoryAutopsies(),
    trials: memoryTrials(),
  };
}

interface Versioned {
  readonly version: number;
}

const isNext = (before: Versioned | undefined, after: Versioned): boolean =>
  after.version === (before?.version ?? 0) + 1;
