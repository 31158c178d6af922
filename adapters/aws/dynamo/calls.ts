import type { ConsumedCapacity, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import {
  BATCH_KEYS_MAX,
  BATCH_TRIES_MAX,
  QUERY_PAGES_MAX,
  THROTTLED_WAIT_MS,
  TRANSACTION_TRIES_MAX,
} from "../../../core/model/limits.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { conflictingItems, isHeld, storeError } from "./errors.ts";
import type { Item, Key } from "./items.ts";
import { SHAPE, upcast } from "./shapes.ts";

type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
type Of<Kind extends keyof TransactItem> = Omit<NonNullable<TransactItem[Kind]>, "TableName">;
/** One write, alone or in a transaction. */
export type Write = { readonly Put: Of<"Put"> } | { readonly Update: Of<"Update"> } | { readonly Delete: Of<"Delete"> };

/** `refused`: a condition failed, and nothing was written. The items whose conditions failed are in the same answer. */
export type WriteAnswer =
  | { readonly kind: "written" }
  | { readonly kind: "refused"; readonly present: readonly Item[] };

export type Query = Omit<QueryCommandInput, "TableName" | "Limit" | "ReturnConsumedCapacity">;

/** Notified of every call: the command's name, and the capacity it consumed by table and index (none when it failed). */
export type OnCall = (command: string, consumed: readonly ConsumedCapacity[]) => void;

/** The table to call, and the listeners for errors and for consumed capacity. */
export interface CallSettings {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly counters: Counters;
  readonly onCall?: OnCall;
}

/** The few calls the store makes to its table. Every error that leaves here is a PortError. What is put says its shape, and what is read
 *  is brought to it; an update says itself what becomes of the shape. */
export interface TableCalls {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  /** As one moment saw them; those that are not there are left out. */
  getTogether(keys: readonly Key[]): Promise<readonly Item[]>;
  /** Strongly consistent, in no order; those that are not there are left out. No key may come twice. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  /** All that match, or the first `limit`. A query that takes more than QUERY_PAGES_MAX answers is an error, never a part. */
  query(query: Query, limit?: number): Promise<readonly Item[]>;
  /** All of the writes or none. */
  write(writes: readonly Write[]): Promise<WriteAnswer>;
}

const shaped = <P extends Of<"Put">>(put: P): P => ({ ...put, Item: { ...put.Item, shape: SHAPE } });

/** A part of an item has its shape too. */
const projected = ({ ProjectionExpression: of }: Query) => of !== undefined && { ProjectionExpression: `${of}, shape` };

/** DynamoDB leaves keys out of a batch when it has no capacity for them. Source: DynamoDB API Reference, BatchGetItem. */
const undone = (): PortError =>
  new PortError("retry-after", "UnprocessedKeys", "DynamoDB left a batch undone", { retryAfterMs: THROTTLED_WAIT_MS });

/** The calls on one table. An error code that `errors.ts` does not know is counted. */
export function dynamoCalls({ client, table, counters, onCall }: CallSettings): TableCalls {
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const report = onCall ? ({ ReturnConsumedCapacity: "INDEXES" } as const) : {};
  const target = { TableName: table };

  /** Sends, and sends again while others hold the items. */
  async function ask<Output extends { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined }>(
    command: string,
    send: () => Promise<Output>,
  ): Promise<Output> {
    for (let tries = 1; ; tries += 1) {
      try {
        const output = await send();
        onCall?.(command, [output.ConsumedCapacity ?? []].flat());
        return output;
      } catch (thrown) {
        onCall?.(command, []);
        if (tries === TRANSACTION_TRIES_MAX || !isHeld(thrown)) throw thrown;
      }
    }
  }

  const fail = (thrown: unknown): never => {
    throw storeError(thrown, counters);
  };

  function one(write: Write): Promise<unknown> {
    if ("Put" in write)
      return ask("PutItem", () => document.send(new PutCommand({ ...target, ...report, ...shaped(write.Put) })));
    if ("Update" in write)
      return ask("UpdateItem", () => document.send(new UpdateCommand({ ...target, ...report, ...write.Update })));
    return ask("DeleteItem", () => document.send(new DeleteCommand({ ...target, ...report, ...write.Delete })));
  }

  function together(writes: readonly Write[]): Promise<unknown> {
    const TransactItems = writes.map((write): TransactItem => {
      if ("Put" in write) return { Put: { ...target, ...shaped(write.Put) } };
      if ("Update" in write) return { Update: { ...target, ...write.Update } };
      return { Delete: { ...target, ...write.Delete } };
    });
    return ask("TransactWriteItems", () => document.send(new TransactWriteCommand({ ...report, TransactItems })));
  }

  return {
    async get(key) {
      const input = { ...target, ...report, Key: key, ConsistentRead: true };
      const { Item } = await ask("GetItem", () => document.send(new GetCommand(input))).catch(fail);
      return Item && upcast(Item as Item);
    },

    async getTogether(keys) {
      const input = { ...report, TransactItems: keys.map((key) => ({ Get: { ...target, Key: key } })) };
      const answer = await ask("TransactGetItems", () => document.send(new TransactGetCommand(input))).catch(fail);
      return (answer.Responses ?? []).flatMap(({ Item }) => (Item ? [upcast(Item as Item)] : []));
    },

    async getMany(keys) {
      const found: Item[] = [];
      let left = [...keys];
      for (let tries = 0; left.length > 0; ) {
        const asked = left.slice(0, BATCH_KEYS_MAX);
        const input = { ...report, RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } };
        const answer = await ask("BatchGetItem", () => document.send(new BatchGetCommand(input))).catch(fail);
        found.push(...((answer.Responses?.[table] ?? []) as Item[]).map(upcast));
        const again = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Key[];
        tries = again.length === asked.length ? tries + 1 : 0;
        if (tries === BATCH_TRIES_MAX) throw undone();
        left = [...again, ...left.slice(BATCH_KEYS_MAX)];
      }
      return found;
    },

    async query(query, limit = Number.POSITIVE_INFINITY) {
      const found: Item[] = [];
      let from = query.ExclusiveStartKey;
      for (let page = 0; page < QUERY_PAGES_MAX; page += 1) {
        const left = limit - found.length;
        const bound = { ...(Number.isFinite(left) && { Limit: left }), ExclusiveStartKey: from };
        const input = { ...target, ...report, ...query, ...bound, ...projected(query) };
        const answer = await ask("Query", () => document.send(new QueryCommand(input))).catch(fail);
        found.push(...((answer.Items ?? []) as Item[]).map(upcast));
        from = answer.LastEvaluatedKey;
        if (!from || found.length >= limit) return found;
      }
      throw new PortError("terminal", "QueryPagesExceeded", `a query took more than ${QUERY_PAGES_MAX} answers`);
    },

    async write(writes) {
      const [first, ...more] = writes;
      if (!first) return { kind: "written" };
      try {
        await (more.length === 0 ? one(first) : together(writes));
        return { kind: "written" };
      } catch (thrown) {
        const present = conflictingItems(thrown);
        if (!present) return fail(thrown);
        return { kind: "refused", present: present.map((item) => upcast(unmarshall(item) as Item)) };
      }
    },
  };
}
