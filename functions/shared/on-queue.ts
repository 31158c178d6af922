import {
  BatchProcessor,
  EventType,
  processPartialResponse,
  SqsFifoPartialProcessorAsync,
} from "@aws-lambda-powertools/batch";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { chain, logger } from "./chain.ts";
import { ports, type Wired } from "./ports.ts";
import type { Fed } from "./route.ts";

/** A queue's batch, answered partially: what failed comes back, its siblings are done. */
export const onQueue = (route: Fed, wired: Wired = ports) =>
  chain((event: SQSEvent, context) =>
    processPartialResponse(event, receiver(route, wired), new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    }),
  );

/** A FIFO queue's batch: after a failure the rest of its group comes back too, so that order holds. */
export const onFifoQueue = (route: Fed, wired: Wired = ports) =>
  chain((event: SQSEvent, context) =>
    processPartialResponse(event, receiver(route, wired), new SqsFifoPartialProcessorAsync(), {
      context,
      skipGroupOnError: true,
      throwOnFullBatchFailure: false,
    }),
  );

const receiver = (route: Fed, wired: Wired) => async (record: SQSRecord) => {
  try {
    return await route.receive(await wired(), record.body);
  } catch (error) {
    logger.warn("message not done", { function: route.name, messageId: record.messageId, error: error as Error });
    throw error;
  }
};
