import { CLAIM_RETENTION_MS, TOMBSTONE_RETENTION_MS } from "../../core/model/limits.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Committed, Records, Store, Written } from "../../core/ports/store.ts";
import { burials } from "./burials.ts";
import { memoryClaims } from "./claims.ts";
import { memoryDeliveries } from "./deliveries.ts";
import { memoryHistories } from "./histories.ts";
import { memoryInstances } from "./instances.ts";
import { memoryLedgers } from "./ledgers.ts";
import { memoryPools, memoryTemplates } from "./pools.ts";
import { memoryReplayed } from "./replayed.ts";
import { memoryRollCall, memorySweeps } from "./sweeps.ts";
import { memoryTallies } from "./tallies.ts";

interface Parts {
  readonly onWritten?: (written: Written) => void;
  /** By which tombstones and ended claims are buried when their time is over; left out: they stay. */
  readonly clock?: Clock;
}

/** The store in memory: the promises of the DynamoDB one, without its network and its units. `onWritten` is called for each write before its call resolves, in the order of writing.
 *  What is given to it and what it gives are the same values: they are never changed, by anybody. */
export function memoryStore({ onWritten = () => {}, clock }: Parts = {}): Store {
  const { instances, ...instanceBox } = memoryInstances(onWritten);
  const { claims, ...claimBox } = memoryClaims(onWritten);

  const tombstones = burials(clock, TOMBSTONE_RETENTION_MS, instanceBox.bury);
  const endedClaims = burials(clock, CLAIM_RETENTION_MS, claimBox.bury);

  const records: Records = {
    /** Nothing is awaited between the reads and the writes, so nobody comes between them. */
    async commit({ instance, claim }): Promise<Committed> {
      tombstones.dig();
      endedClaims.dig();
      const standing = {
        instance: instance && instanceBox.standing(instance.id),
        claim: claim && claimBox.standing(claim.id),
      };
      const instanceIsNext = !instance || isNext(standing.instance, instance);
      const claimIsNext = !claim || isNext(standing.claim, claim);
      if (instanceIsNext && claimIsNext) {
        if (instance) instanceBox.save(instance);
        if (claim) claimBox.save(claim);
        if (instance?.state === "gone") tombstones.await(instance.id, instance.last.at);
        if (claim?.endedAt !== undefined) endedClaims.await(claim.id, claim.endedAt);
        return { kind: "saved" };
      }
      return {
        kind: "conflict",
        ...(!instanceIsNext && standing.instance && { instance: standing.instance }),
        ...(!claimIsNext && standing.claim && { claim: standing.claim }),
      };
    },
  };

  return {
    records,
    instances,
    claims,
    pools: memoryPools(onWritten),
    templates: memoryTemplates(onWritten),
    ledgers: memoryLedgers(),
    sweeps: memorySweeps(onWritten),
    rollCall: memoryRollCall(instances),
    tallies: memoryTallies(),
    deliveries: memoryDeliveries(),
    histories: memoryHistories(),
    replayed: memoryReplayed(),
  };
}

interface Versioned {
  readonly version: number;
}

const isNext = (before: Versioned | undefined, after: Versioned): boolean =>
  after.version === (before?.version ?? 0) + 1;
