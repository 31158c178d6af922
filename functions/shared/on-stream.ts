import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Ports } from "../../core/ports/ports.ts";
import type { Written } from "../../core/ports/store.ts";
import { chain, logger } from "./chain.ts";
import { ports, type Wired } from "./ports.ts";

type Tell = (ports: Ports) => (written: Written) => Promise<unknown>;

/** The table's stream, in order: the first record that fails comes back, and with it all after it. */
export const onStream = (handle: Tell, wired: Wired = ports) =>
  chain((event: DynamoDBStreamEvent, context) =>
    processPartialResponse(event, receiver(handle, wired), new BatchProcessor(EventType.DynamoDBStreams), {
      context,
      processInParallel: false,
      throwOnFullBatchFailure: false,
    }),
  );

const receiver = (handle: Tell, wired: Wired) => async (record: DynamoDBRecord) => {
  try {
    const { writtenFrom } = await import("./wire.ts");
    const written = writtenFrom(record);
    return written && (await handle(await wired())(written));
  } catch (error) {
    logger.warn("write not told", { sequence: record.dynamodb?.SequenceNumber, error: error as Error });
    throw error;
  }
};
