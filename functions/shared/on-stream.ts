import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Arrived, Published } from "../../core/flows/publish-changes.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { chain, logger } from "./chain.ts";
import type { Wired } from "./ports.ts";

type PublishBatch = (ports: Ports) => (records: readonly Arrived[]) => Promise<Published>;

/** The table's stream, in order, a batch at a time: the first record that is not done comes back, and with it all after it.
 *  Source: Lambda Developer Guide, "Configuring partial batch response with DynamoDB and Lambda". */
export const onStream = (handle: PublishBatch, wired: Wired) =>
  chain(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const { writtenFrom } = await import("./wire/stream-reader.ts");
    const arrived = (record: DynamoDBRecord): Arrived => ({
      read: () => writtenFrom(record),
      sequence: sequenceOf(record),
      record,
    });
    const { stopped } = await handle(await wired())(Records.map(arrived));
    if (!stopped) return { batchItemFailures: [] };
    const sequence = sequenceOf(Records[stopped.index]);
    logger.warn("write not told", { sequence, error: stopped.error as Error });
    return { batchItemFailures: [{ itemIdentifier: sequence }] };
  });

/** Every record has one. To Lambda an empty one means the whole batch. */
const sequenceOf = (record: DynamoDBRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? "";
