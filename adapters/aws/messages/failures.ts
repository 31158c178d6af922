import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { FAILURE_BYTES_MAX } from "../../../core/model/limits.ts";
import type { Failures } from "../../../core/ports/failures.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { type Attributes, attributeBytes, stringAttributes } from "../../messages/attributes.ts";
import { failureAttributes, failureText } from "../../messages/failure-text.ts";
import { type BatchSender, failedOf, sendAll } from "./batches.ts";

interface Entry {
  readonly text: string;
  readonly attributes: Attributes;
}

/** A standard queue that nothing reads but an engineer's redrive. Attributes count into a message's size.
 *  Source: SQS API Reference, SendMessageBatch; SQS Developer Guide, Message metadata. */
export const failures = (client: SQSClient, queueUrl: string, counters: Counters): Failures => {
  const queue: BatchSender<Entry> = {
    service: "sqs",
    bytesMax: FAILURE_BYTES_MAX,
    bytesOf: ({ text, attributes }) => Buffer.byteLength(text) + attributeBytes(attributes),
    threadOf: () => undefined,
    async send(batch) {
      const Entries = batch.map(({ text, attributes }, index) => ({
        Id: String(index),
        MessageBody: text,
        MessageAttributes: stringAttributes(attributes),
      }));
      return failedOf(await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries })));
    },
  };
  return {
    async keep(given) {
      const entries = given.map((failure) => {
        const attributes = failureAttributes(failure);
        return { text: failureText(failure, FAILURE_BYTES_MAX - attributeBytes(attributes)), attributes };
      });
      await sendAll(queue, entries, counters);
    },
  };
};
