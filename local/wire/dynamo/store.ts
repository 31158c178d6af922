import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient, type _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { dynamoStore } from "../../../adapters/aws/dynamo/store.ts";
import { writtenFrom } from "../../../adapters/aws/dynamo/stream.ts";
import { TABLE } from "../../../adapters/aws/dynamo/table.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import type { Store, Written } from "../../../core/ports/store.ts";
import { settingsFor } from "../clients.ts";
import { recordsOf } from "./records.ts";

const TABLE_NAME = "greenroom";
const WRITES: readonly string[] = [
  "PutItemCommand",
  "UpdateItemCommand",
  "DeleteItemCommand",
  "TransactWriteItemsCommand",
];

/** The deployed table in DynamoDB Local. */
export interface WireTable {
  store(parts: { readonly clock: Clock; readonly counters: Counters }): Store;
  /** Gives every write of the store's since the last time, with the stream's record of it. */
  drain(onWritten: (written: Written, record: StreamRecord) => void): Promise<void>;
  calls(): number;
  close(): void;
}

export async function openTable(endpoint: string): Promise<WireTable> {
  const client = new DynamoDBClient(settingsFor(endpoint));
  const streams = new DynamoDBStreamsClient(settingsFor(endpoint));
  let calls = 0;
  let wrote = false;
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        calls += 1;
        const answer = await next(args);
        wrote ||= WRITES.includes(commandName);
        return answer;
      },
    { step: "initialize", name: "countedCalls" },
  );
  const made = await client.send(new CreateTableCommand({ ...TABLE, TableName: TABLE_NAME }));
  const records = await recordsOf(streams, made.TableDescription?.LatestStreamArn ?? "");
  return {
    store: (parts) => dynamoStore({ client, table: TABLE_NAME, ...parts }),
    async drain(onWritten) {
      if (!wrote) return;
      wrote = false;
      for (const record of await records.next()) {
        const written = writtenFrom(record);
        if (written) onWritten(written, record);
      }
    },
    calls: () => calls,
    close() {
      client.destroy();
      streams.destroy();
    },
  };
}
