import { overSince } from "../../core/model/claim.ts";
import { CLAIM_RETENTION_MS, TOMBSTONE_RETENTION_MS } from "../../core/model/limits.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Change, Committed, Records, Store, Written } from "../../core/ports/store.ts";
import { memoryAlerts } from "./alerts.ts";
import { memoryAutopsies } from "./autopsies.ts";
import { burials } from "./burials.ts";
import { memoryCapacity } from "./capacity.ts";
import { memoryClaims } from "./claims.ts";
import { memoryDeliveries } from "./deliveries.ts";
import { memoryDemand } from "./demand.ts";
import { memoryHandouts } from "./handouts.ts";
import { memoryHistories } from "./histories.ts";
import { memoryInstances } from "./instances.ts";
import { memoryLedgers } from "./ledgers.ts";
import { memoryPools, memoryTemplates } from "./pools.ts";
import { memoryReplayed } from "./replayed.ts";
import type { Standing } from "./standing.ts";
import { memoryRollCall, memorySweeps } from "./sweeps.ts";
import { memoryTallies } from "./tallies.ts";
import { memoryTrials } from "./trials.ts";

interface Parts {
  readonly onWritten?: (written: Written) => void;
  /** By which tombstones and ended claims are buried when their time is over; left out: they stay. */
  readonly clock?: Clock;
  /** What it holds to begin with, which nobody is told of. */
  readonly standing?: Standing;
}

/** The store in memory: the promises of the DynamoDB one, without its network and its units. `onWritten` is called for each write before its call resolves, in the order of writing.
 *  What is given to it and what it gives are the same values: they are never changed, by anybody. */
export function memoryStore({ onWritten = () => {}, clock, standing }: Parts = {}): Store {
  let isBegun = false;
  const tell = (written: Written): void => {
    if (isBegun) onWritten(written);
  };
  const { instances, ...instanceBox } = memoryInstances(tell);
  const { claims, ...claimBox } = memoryClaims(tell);

  const tombstones = burials(clock, TOMBSTONE_RETENTION_MS, instanceBox.bury);
  const endedClaims = burials(clock, CLAIM_RETENTION_MS, claimBox.bury);
  const save = ({ instance, claim }: Change): void => {
    if (instance) instanceBox.save(instance);
    if (claim) claimBox.save(claim);
    if (instance?.state === "gone") tombstones.await(instance.id, instance.last.at);
    const over = claim && overSince(claim);
    if (claim && over !== undefined) endedClaims.await(claim.id, over);
  };
  for (const instance of standing?.instances ?? []) save({ instance });
  for (const claim of standing?.claims ?? []) save({ claim });
  isBegun = true;

  const records: Records = {
    /** Nothing is awaited between the reads and the writes, so nobody comes between them. */
    async commit({ instance, claim }): Promise<Committed> {
      tombstones.dig();
      endedClaims.dig();
      const found = {
        instance: instance && instanceBox.standing(instance.id),
        claim: claim && claimBox.standing(claim.id),
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
    pools: memoryPools(onWritten, standing?.pools),
    templates: memoryTemplates(onWritten, standing?.templates),
    ledgers: memoryLedgers(standing?.ledgers),
    sweeps: memorySweeps(onWritten),
    rollCall: memoryRollCall(instances),
    tallies: memoryTallies(),
    deliveries: memoryDeliveries(),
    histories: memoryHistories(),
    replayed: memoryReplayed(),
    alerts: memoryAlerts(onWritten),
    capacity: memoryCapacity(standing?.capacity),
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
