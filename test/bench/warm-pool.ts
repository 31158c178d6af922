import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { OnCall } from "../../adapters/aws/dynamo/calls.ts";
import { instanceColumns, instanceKey } from "../../adapters/aws/dynamo/items.ts";
import { dynamoStore } from "../../adapters/aws/dynamo/store.ts";
import { TABLE } from "../../adapters/aws/dynamo/table.ts";
import type { Instance } from "../../core/model/instance.ts";
import type { Store } from "../../core/ports/store.ts";
import { anInstance, aPool, aTemplate, EPOCH, instanceNo } from "../builders.ts";
import { localSettings } from "../dynamodb-table.ts";

export const POOL_ID = "bench";

/** A client of DynamoDB Local with connections for every claimer of a bench. */
export const localClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ ...localSettings(endpoint), requestHandler: { httpAgent: { maxSockets: 64 } } });

export const createTable = (client: DynamoDBClient, table: string) =>
  client.send(new CreateTableCommand({ ...TABLE, TableName: table }));

export const openStore = (client: DynamoDBClient, table: string, onCall?: OnCall): Store =>
  dynamoStore({ client, table, clock: { now: () => EPOCH }, counters: { count: () => {} }, ...(onCall && { onCall }) });

/** Puts `count` warm, stopped instances into the pool, numbered from `first`; makes the pool if it is not there. Written in
 *  batches and without their pointers, which no claim reads. */
export async function fillPool(
  { client, table }: { client: DynamoDBClient; table: string },
  { first, count }: { first: number; count: number },
): Promise<readonly Instance[]> {
  const store = openStore(client, table);
  await store.templates.save(aTemplate());
  await store.pools.save(aPool({ id: POOL_ID, version: 1 }));
  const observed = { state: "stopped", at: EPOCH } as const;
  const instances = Array.from({ length: count }, (_, n) =>
    anInstance({ id: instanceNo(first + n), pool: POOL_ID, tier: "stopped", state: "warm", version: 1, observed }),
  );
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  for (let at = 0; at < instances.length; at += BATCH) {
    const puts = instances.slice(at, at + BATCH).map((instance) => ({ PutRequest: { Item: itemOf(instance) } }));
    await document.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
  }
  return instances;
}

/** Source: DynamoDB API Reference, BatchWriteItem. */
const BATCH = 25;

const itemOf = (instance: Instance) => ({
  ...instanceKey(instance.pool, instance.id),
  ...instanceColumns(instance),
  doc: instance,
  version: instance.version,
  history: { [String(instance.version)]: { version: instance.version, transition: instance.last } },
});
