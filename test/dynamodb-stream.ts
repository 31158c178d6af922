import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from "@aws-sdk/client-dynamodb-streams";
import { mended } from "../local/wire/dynamo/records.ts";
import { localSettings } from "./dynamodb-table.ts";

/** Answers read of one shard at most; an answer may be empty although records follow. */
const ANSWERS_MAX = 50;

/** All records of a table's stream so far, shard by shard, from the first. */
export async function readStream(endpoint: string, streamArn: string): Promise<readonly _Record[]> {
  const client = new DynamoDBStreamsClient(localSettings(endpoint));
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const records: _Record[] = [];
  for (const shard of StreamDescription?.Shards ?? []) records.push(...(await readShard(client, streamArn, shard)));
  client.destroy();
  return records;
}

async function readShard(client: DynamoDBStreamsClient, StreamArn: string, { ShardId }: Shard) {
  const begin = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" });
  let { ShardIterator } = await client.send(begin);
  const records: _Record[] = [];
  for (let answers = 0; ShardIterator && answers < ANSWERS_MAX; answers += 1) {
    const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
    records.push(...Records.map(mended));
    if (Records.length === 0) break;
    ShardIterator = NextShardIterator;
  }
  return records;
}
