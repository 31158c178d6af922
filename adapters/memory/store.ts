import type { Committed, Records, Store, Written } from "../../core/ports/store.ts";
import { memoryClaims } from "./claims.ts";
import { memoryDeliveries } from "./deliveries.ts";
import { memoryHistories } from "./histories.ts";
import { memoryInstances } from "./instances.ts";
import { memoryLedgers } from "./ledgers.ts";
import { memoryPools, memoryTemplates } from "./pools.ts";
import { memoryReplayed } from "./replayed.ts";
import { memoryRollCall, memorySweeps } from "./sweeps.ts";
import { memoryTallies } from "./tallies.ts";

/** The store in memory: the promises of the DynamoDB one, without its network, its units and its memory of what is buried
 *  (tombstones and ended claims stay). `onWritten` is called for each write before its call resolves, in the order of writing.
 *  What is given to it and what it gives are the same values: they are never changed, by anybody. */
export function memoryStore({ onWritten = () => {} }: { onWritten?: (written: Written) => void } = {}): Store {
  const { instances, ...instanceBox } = memoryInstances(onWritten);
  const { claims, ...claimBox } = memoryClaims(onWritten);

  const records: Records = {
    /** Nothing is awaited between the reads and the writes, so nobody comes between them. */
    async commit({ instance, claim }): Promise<Committed> {
      const standing = {
        instance: instance && instanceBox.standing(instance.id),
        claim: claim && claimBox.standing(claim.id),
      };
      const instanceIsNext = !instance || isNext(standing.instance, instance);
      const claimIsNext = !claim || isNext(standing.claim, claim);
      if (instanceIsNext && claimIsNext) {
        if (instance) instanceBox.save(instance);
        if (claim) claimBox.save(claim);
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
