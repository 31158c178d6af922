import type { PoolId } from "../../../core/model/ids.ts";
import { POOL_AGE_MAX_MS } from "../../../core/model/limits.ts";
import type { Pool } from "../../../core/model/pool.ts";
import type { Instant } from "../../../core/model/time.ts";
import type { Clock } from "../../../core/ports/ports.ts";
import type { Pools } from "../../../core/ports/store.ts";
import type { TableCalls } from "./calls.ts";
import { ifNext, POOL_LIST, poolKey, poolListKey } from "./items.ts";

interface Remembered<Value> {
  readonly value: Value;
  readonly readAt: Instant;
}

/** Pools, remembered in the process for a while: few, small, read by every claim and changed by engineers. */
export function dynamoPools(calls: TableCalls, clock: Clock): Pools {
  const pools = new Map<PoolId, Remembered<Pool>>();
  let list: Remembered<readonly Pool[]> | undefined;
  /** What was read while this moved on is not remembered, or a slow read would hide a save from its own process. */
  let saves = 0;

  const isFresh = ({ readAt }: Remembered<unknown>): boolean => clock.now() - readAt <= POOL_AGE_MAX_MS;

  async function find(id: PoolId): Promise<Pool | undefined> {
    const readAt = clock.now();
    const savesBefore = saves;
    const item = await calls.get(poolKey(id));
    const pool = item?.doc as Pool | undefined;
    if (pool && saves === savesBefore) pools.set(id, { value: pool, readAt });
    return pool;
  }

  return {
    find,

    async recall(id) {
      const known = pools.get(id);
      return known && isFresh(known) ? known.value : find(id);
    },

    async list() {
      if (list && isFresh(list)) return list.value;
      const readAt = clock.now();
      const savesBefore = saves;
      const items = await calls.query({
        ConsistentRead: true,
        KeyConditionExpression: "pk = :list",
        ExpressionAttributeValues: { ":list": POOL_LIST },
      });
      const value = items.map(({ doc }) => doc as Pool);
      if (saves === savesBefore) list = { value, readAt };
      return value;
    },

    async save(pool) {
      const item = { doc: pool, version: pool.version };
      const answer = await calls.write([
        { Put: { Item: { ...poolKey(pool.id), ...item }, ...ifNext(pool.version) } },
        { Put: { Item: { ...poolListKey(pool.id), ...item } } },
      ]);
      saves += 1;
      list = undefined;
      pools.delete(pool.id);
      if (answer.kind === "refused") return "conflict";
      pools.set(pool.id, { value: pool, readAt: clock.now() });
      return "saved";
    },
  };
}
