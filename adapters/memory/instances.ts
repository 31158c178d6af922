import { chapterClosed } from "../../core/model/chapter.ts";
import { type InstanceId, type PoolId, spread } from "../../core/model/ids.ts";
import type { Instance, Transition } from "../../core/model/instance.ts";
import { HISTORY_MAX } from "../../core/model/limits.ts";
import {
  binPrefix,
  STOCK_COLUMNS,
  type StateIndex,
  type StockRow,
  stateIndexOf,
} from "../../core/model/state-index.ts";
import type { Instances, Written } from "../../core/ports/store.ts";
import type { Tier } from "../../events/tiers.ts";
import { opened, Sorted } from "./sorted.ts";

/** What is stored of one instance. Its position in the spread is stored because computing it costs a hash. */
interface StoredInstance {
  readonly instance: Instance;
  readonly place: string;
  readonly history: readonly Transition[];
}

/** Instances in memory, each in its state index. `stored` and `save` are the commit's. */
export function memoryInstances(publish: (written: Written) => void): {
  readonly instances: Instances;
  stored(id: InstanceId): Instance | undefined;
  save(after: Instance): void;
  /** Forgets a tombstone. */
  expire(id: InstanceId): void;
} {
  const kept = new Map<InstanceId, StoredInstance>();
  const stateIndexes = new Map<string, Sorted<Instance>>();
  const stocks = new Map<PoolId, Map<InstanceId, StockRow>>();
  const lists = new Map<PoolId, Sorted<Instance>>();

  /** A tombstone lies in none. */
  function stateIndexFor(instance: Instance): Sorted<Instance> | undefined {
    if (instance.state === "gone") return undefined;
    const key = stateIndexKey(instance.pool, stateIndexOf(instance), instance.tier);
    return opened(stateIndexes, key, () => new Sorted());
  }

  return {
    stored: (id) => kept.get(id)?.instance,

    save(after) {
      const known = kept.get(after.id);
      const before = known?.instance;
      const place = known?.place ?? spread(after.id);
      const history = [...(known?.history ?? []), after.last].slice(-HISTORY_MAX);
      kept.set(after.id, { instance: after, place, history });

      const from = before && stateIndexFor(before);
      const to = stateIndexFor(after);
      if (from !== to) from?.delete(place + after.id);
      to?.set(place + after.id, after);
      const stock = opened(stocks, after.pool, () => new Map());
      if (to) stock.set(after.id, stockRow(after));
      else stock.delete(after.id);
      opened(lists, after.pool, () => new Sorted()).set(after.id, after);
      const closed = chapterClosed(after, history);
      publish({ kind: "instance", ...(before && { before }), after, ...(closed && { closed }) });
    },

    expire(id) {
      const pool = kept.get(id)?.instance.pool;
      kept.delete(id);
      if (pool !== undefined) lists.get(pool)?.delete(id);
    },

    instances: {
      find: async (id) => kept.get(id)?.instance,
      listByState: async ({ pool, stateIndex, tier, from, limit }) =>
        stateIndexes.get(stateIndexKey(pool, stateIndex, tier))?.from(from, limit) ?? [],
      stock: async (pool) => [...(stocks.get(pool)?.values() ?? [])],
      page: async (pool, { after = "", limit }) => lists.get(pool)?.after(after, limit) ?? [],
      history: async (id) => kept.get(id)?.history ?? [],
    },
  };
}

const stateIndexKey = (pool: PoolId, stateIndex: StateIndex, tier: Tier): string =>
  `${pool}/${binPrefix(stateIndex, tier)}`;

function stockRow(instance: Instance): StockRow {
  const row: Partial<Record<keyof StockRow, unknown>> = {};
  for (const column of STOCK_COLUMNS) if (instance[column] !== undefined) row[column] = instance[column];
  return row as StockRow;
}
