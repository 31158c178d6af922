import { type InstanceId, SPREAD_LAST } from "../../../core/model/ids.ts";
import type { Instance, Transition } from "../../../core/model/instance.ts";
import { binPrefix, STOCK_COLUMNS, type StockRow } from "../../../core/model/state-index.ts";
import type { Instances } from "../../../core/ports/store.ts";
import type { TableCalls } from "./calls.ts";
import { historyIn, type Item, instanceKey, pointerKey } from "./items.ts";
import { BIN_INDEX } from "./table.ts";

const IN_POOL = { IndexName: BIN_INDEX, ConsistentRead: true } as const;

/** Only the rows' columns leave the table. What is read, and paid for, is the index, which holds no history. */
const STOCK_PROJECTION = {
  ProjectionExpression: STOCK_COLUMNS.map((column) => `doc.#${column}`).join(", "),
  ExpressionAttributeNames: Object.fromEntries(STOCK_COLUMNS.map((column) => [`#${column}`, column])),
};

/** Instances by id through their pointer, by state index through the local index, and page by page by id. */
export const dynamoInstances = (calls: TableCalls): Instances => ({
  find: (id) => findInstance(calls, id),

  async listByState({ pool, stateIndex, tier, from, limit }) {
    const prefix = binPrefix(stateIndex, tier);
    const items = await calls.query(
      {
        ...IN_POOL,
        KeyConditionExpression: "pk = :pool AND bin BETWEEN :first AND :last",
        ExpressionAttributeValues: {
          ":pool": instanceKey(pool, "").pk,
          ":first": prefix + from,
          ":last": prefix + SPREAD_LAST,
        },
      },
      limit,
    );
    return items.map(({ doc }) => doc as Instance);
  },

  async stock(pool) {
    const rows = await calls.query({
      ...IN_POOL,
      ...STOCK_PROJECTION,
      KeyConditionExpression: "pk = :pool",
      ExpressionAttributeValues: { ":pool": instanceKey(pool, "").pk },
    });
    return rows.map(({ doc }) => doc as StockRow);
  },

  async page(pool, { after, limit }) {
    const items = await calls.query(
      {
        ConsistentRead: true,
        ProjectionExpression: "doc",
        KeyConditionExpression: "pk = :pool AND begins_with(sk, :instance)",
        ExpressionAttributeValues: { ":pool": instanceKey(pool, "").pk, ":instance": instanceKey(pool, "").sk },
        ...(after !== undefined && { ExclusiveStartKey: instanceKey(pool, after) }),
      },
      limit,
    );
    return items.map(({ doc }) => doc as Instance);
  },

  async history(id): Promise<readonly Transition[]> {
    const item = await itemOf(calls, id);
    return item ? historyIn(item) : [];
  },
});

export const findInstance = async (calls: TableCalls, id: InstanceId): Promise<Instance | undefined> =>
  (await itemOf(calls, id))?.doc as Instance | undefined;

async function itemOf(calls: TableCalls, id: InstanceId): Promise<Item | undefined> {
  const pointer = await calls.get(pointerKey(id));
  return pointer?.pool === undefined ? undefined : calls.get(instanceKey(pointer.pool, id));
}
