import {
  BatchProcessor,
  EventType,
  processPartialResponse,
  SqsFifoPartialProcessorAsync,
} from "@aws-lambda-powertools/batch";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { RETRIES, retryDelayMs } from "../../core/model/retries.ts";
import { PortError, retryAfterMsOf } from "../../core/ports/errors.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { chain, logger } from "./chain.ts";
import { inTime } from "./in-time.ts";
import type { FedBy, PortsOf, QueueRow } from "./manifest/row.ts";
import type { Wired } from "./ports.ts";
import type { Route } from "./route.ts";

/** Rows by the kind of their queue. */
export type FifoRow = FedBy<"queue"> & { readonly fed: { readonly fifo: true } };
export type StandardRow = QueueRow & { readonly fed: { readonly fifo?: never } };
type QueueWired<Row extends QueueRow> = Wired<PortsOf<Row> & Pick<Ports, "deadLetters" | "redelivery">>;

/** A queue's batch, answered partially: what failed comes back when it should, its siblings are done. A record that is not done in time
 *  has failed; what it began may still end in a later invocation, which every flow bears, as it bears a double. */
export const onQueue = <Row extends StandardRow>(route: Route<Row>, wired: QueueWired<Row>) =>
  chain(async (event: SQSEvent, context) => {
    const batch = batchOf(route, wired, context);
    const answer = await processPartialResponse(event, batch.receive, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
    await batch.redeliver(event, answer);
    return answer;
  });

/** A FIFO queue's batch: after a failure the rest of its group comes back too, so that order holds. A group waits as long as its failed
 *  message does. */
export const onFifoQueue = <Row extends FifoRow>(route: Route<Row>, wired: QueueWired<Row>) =>
  chain(async (event: SQSEvent, context) => {
    const batch = batchOf(route, wired, context);
    const answer = await processPartialResponse(event, batch.receive, new SqsFifoPartialProcessorAsync(), {
      context,
      skipGroupOnError: true,
      throwOnFullBatchFailure: false,
    });
    await batch.redeliver(event, answer);
    return answer;
  });

function batchOf<Row extends QueueRow>(route: Route<Row>, wired: QueueWired<Row>, context: Context) {
  const failures = new Map<string, unknown>();
  return {
    /** What will fail again is not tried again: it goes to the dead-letter queue at once, and says why. */
    async receive({ body: text, messageId: id }: SQSRecord) {
      const all = await wired();
      try {
        return await inTime(context, () => route.receive(all, text));
      } catch (error) {
        logger.warn("message not done", { function: route.name, messageId: id, error: error as Error });
        failures.set(id, error);
        if (!(error instanceof PortError) || error.fate !== "terminal") throw error;
        if ((await all.deadLetters.deadLetter(route.name, { id, text, error })) === "none") throw error;
        all.counters.count("handled", { function: route.name, outcome: "dead-lettered" });
        return "dead-lettered";
      }
    },

    /** Sets when each message that comes back does. Where it cannot be set, the queue's visibility timeout must do, which is no harm. */
    async redeliver({ Records }: SQSEvent, { batchItemFailures }: SQSBatchResponse): Promise<void> {
      const back = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const hidden = Records.filter(({ messageId }) => back.has(messageId)).map((record) => ({
        handle: record.receiptHandle,
        delayMs: delayMsOf(route.fed, record, failures.get(record.messageId)),
      }));
      if (hidden.length === 0) return;
      const { redelivery, counters } = await wired();
      const unset = await redelivery.delay(route.name, hidden).catch((error: unknown) => {
        logger.warn("redelivery not set", { function: route.name, error: error as Error });
        return hidden.length;
      });
      for (let each = 0; each < unset; each += 1) counters.count("redelivery-unset", { function: route.name });
    },
  };
}

const delayMsOf = ({ retry }: QueueRow["fed"], { body: key, attributes }: SQSRecord, error: unknown): number =>
  retryDelayMs(RETRIES[retry], {
    key,
    receives: Number(attributes.ApproximateReceiveCount),
    retryAfterMs: retryAfterMsOf(error),
  });
