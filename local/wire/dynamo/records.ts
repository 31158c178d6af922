import {
  type AttributeValue,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";

/** A table's stream from its beginning on. */
export interface StreamedRecords {
  /** What was written since the last time, in the order of writing. On a busy machine a write is there a moment after it was answered. */
  next(): Promise<readonly StreamRecord[]>;
}

/** A table of DynamoDB Local has one shard, which ends hours later. */
export async function recordsOf(client: DynamoDBStreamsClient, StreamArn: string): Promise<StreamedRecords> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
  const [shard] = StreamDescription?.Shards ?? [];
  const begin = { StreamArn, ShardId: shard?.ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(begin));
  return {
    async next() {
      if (ShardIterator === undefined)
        throw new Error("the shard of DynamoDB Local's stream has ended: play fewer days");
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
      ShardIterator = NextShardIterator;
      return Records.map(mended);
    },
  };
}

/** DynamoDB Local leaves the type off an empty map in its stream: `{}` for `{ "M": {} }`. AWS does not. */
export function mended(record: StreamRecord): StreamRecord {
  const { NewImage, OldImage, ...rest } = record.dynamodb ?? {};
  const images = { ...(NewImage && { NewImage: imageOf(NewImage) }), ...(OldImage && { OldImage: imageOf(OldImage) }) };
  return { ...record, dynamodb: { ...rest, ...images } };
}

const imageOf = (image: Record<string, AttributeValue>): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, typed(value)]));

function typed(value: AttributeValue): AttributeValue {
  if (Object.keys(value).length === 0) return { M: {} };
  if (value.M) return { M: imageOf(value.M) };
  return value.L ? { L: value.L.map(typed) } : value;
}
