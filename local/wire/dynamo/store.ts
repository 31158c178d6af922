import { setTimeout as wait } from "node:timers/promises";
import { CreateTableCommand, DynamoDBClient, type TransactWriteItemsCommandInput } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient, type _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { dynamoStore } from "../../../adapters/aws/dynamo/store.ts";
import { writtenFrom } from "../../../adapters/aws/dynamo/stream.ts";
import { TABLE } from "../../../adapters/aws/dynamo/table.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import type { Store, Written } from "../../../core/ports/store.ts";
import { settingsFor } from "../clients.ts";
import { recordsOf } from "./records.ts";

const TABLE_NAME = "greenroom";
/** Reads of the stream until a write is in it, and how long after one that found nothing. A write that changes nothing never is. */
const READS_MAX = 40;
const READ_AGAIN_MS = 5;

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
  /** Writes that were answered and not yet read from the stream. */
  let expected = 0;
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        calls += 1;
        const answer = await next(args);
        expected += writesIn(commandName, args.input);
        return answer;
      },
    { step: "initialize", name: "countedCalls" },
  );
  const made = await client.send(new CreateTableCommand({ ...TABLE, TableName: TABLE_NAME }));
  const records = await recordsOf(streams, made.TableDescription?.LatestStreamArn ?? "");
  return {
    store: (parts) => dynamoStore({ client, table: TABLE_NAME, ...parts }),
    async drain(onWritten) {
      for (let reads = 1; expected > 0; reads += 1) {
        const read = await records.next();
        expected = reads < READS_MAX ? Math.max(0, expected - read.length) : 0;
        for (const record of read) {
          const written = writtenFrom(record);
          if (written) onWritten(written, record);
        }
        if (read.length === 0 && expected > 0) await wait(READ_AGAIN_MS);
      }
    },
    calls: () => calls,
    close() {
      client.destroy();
      streams.destroy();
    },
  };
}

/** Items that a command writes: each is a record of the stream. */
function writesIn(commandName: string, input: object): number {
  if (commandName !== "TransactWriteItemsCommand") return WRITES.includes(commandName) ? 1 : 0;
  const { TransactItems = [] } = input as TransactWriteItemsCommandInput;
  return TransactItems.filter(({ ConditionCheck }) => !ConditionCheck).length;
}
const WRITES: readonly string[] = ["PutItemCommand", "UpdateItemCommand", "DeleteItemCommand"];
