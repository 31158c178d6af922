import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Arrived, Published } from "../../core/flows/publish-changes.ts";
import { STREAM_PART_MAX } from "../../core/model/invocation-limits.ts";
import { chain, logger } from "./chain.ts";
import { inTime } from "./in-time.ts";
import type { FedBy, PortsOf } from "./manifest/row.ts";
import type { Wired } from "./ports.ts";

type PublishBatch<Needs> = (ports: Needs) => (records: readonly Arrived[]) => Promise<Published>;

/** The table's stream, in order, a part of the batch at a time: the first record that is not done, or not in time, comes back, and with it
 *  all after it. What fails in the first part as a whole is thrown: Lambda then halves the batch, until what hangs is alone.
 *  Source: Lambda Developer Guide, "Configuring partial batch response with DynamoDB and Lambda", BisectBatchOnFunctionError. */
export const onStream = <Row extends FedBy<"stream">>(
  _: Row,
  handle: PublishBatch<PortsOf<Row>>,
  wired: Wired<PortsOf<Row>>,
) =>
  chain(async ({ Records }: DynamoDBStreamEvent, context): Promise<DynamoDBBatchResponse> => {
    const { readStreamRecord } = await import("./wire/stream-reader.ts");
    const arrived = (record: DynamoDBRecord): Arrived => ({
      read: () => readStreamRecord(record),
      sequence: sequenceOf(record),
      record,
    });
    const publish = handle(await wired());
    for (let first = 0; first < Records.length; first += STREAM_PART_MAX) {
      const part = Records.slice(first, first + STREAM_PART_MAX);
      const published = inTime(context, () => publish(part.map(arrived)));
      const { stopped } = await (first === 0
        ? published
        : published.catch((error: unknown) => ({ stopped: { index: 0, error } })));
      if (!stopped) continue;
      const sequence = sequenceOf(part[stopped.index]);
      logger.warn("write not published", { sequence, error: stopped.error as Error });
      return { batchItemFailures: [{ itemIdentifier: sequence }] };
    }
    return { batchItemFailures: [] };
  });

/** Every record has one. To Lambda an empty one means the whole batch. */
const sequenceOf = (record: DynamoDBRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? "";
