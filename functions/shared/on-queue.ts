import {
  BatchProcessor,
  EventType,
  processPartialResponse,
  SqsFifoPartialProcessorAsync,
} from "@aws-lambda-powertools/batch";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { PortError } from "../../core/ports/errors.ts";
import { chain, logger } from "./chain.ts";
import type { Wired } from "./ports.ts";
import type { Fed } from "./route.ts";

/** A queue's batch, answered partially: what failed comes back, its siblings are done. */
export const onQueue = (route: Fed, wired: Wired) =>
  chain((event: SQSEvent, context) =>
    processPartialResponse(event, receiver(route, wired), new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    }),
  );

/** A FIFO queue's batch: after a failure the rest of its group comes back too, so that order holds. */
export const onFifoQueue = (route: Fed, wired: Wired) =>
  chain((event: SQSEvent, context) =>
    processPartialResponse(event, receiver(route, wired), new SqsFifoPartialProcessorAsync(), {
      context,
      skipGroupOnError: true,
      throwOnFullBatchFailure: false,
    }),
  );

/** What will fail again is not tried again: it goes to the dead-letter queue at once, and says why. */
const receiver =
  (route: Fed, wired: Wired) =>
  async ({ body: text, messageId: id }: SQSRecord) => {
    const all = await wired();
    try {
      return await route.receive(all, text);
    } catch (error) {
      logger.warn("message not done", { function: route.name, messageId: id, error: error as Error });
      if (!(error instanceof PortError) || error.fate !== "terminal") throw error;
      if ((await all.deadLetters.deadLetter(route.name, { id, text, error })) === "none") throw error;
      all.counters.count("handled", { function: route.name, outcome: "dead-lettered" });
      return "dead-lettered";
    }
  };
