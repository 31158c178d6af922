import { ChangeMessageVisibilityBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { SQS } from "../../../core/model/aws-behaviour.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import type { Hidden, Redelivery } from "../../../core/ports/redelivery.ts";
import { call } from "./batches.ts";
import type { Grave } from "./dead-letters.ts";

/** Sets the visibility of messages in the queues that feed functions. Source: SQS API Reference, ChangeMessageVisibilityBatch. */
export const redelivery = (
  client: SQSClient,
  queues: Readonly<Record<string, Pick<Grave, "url">>>,
  counters: Counters,
): Redelivery => ({
  async delay(queue, messages) {
    const QueueUrl = queues[queue]?.url;
    if (QueueUrl === undefined) throw new PortError("terminal", "NoQueue", `no queue feeds ${queue}`);
    let failed = 0;
    for (let first = 0; first < messages.length; first += SQS.batchMax) {
      const Entries = messages.slice(first, first + SQS.batchMax).map(entryOf);
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
      const { Failed = [] } = await call("sqs", () => client.send(command), counters);
      failed += Failed.length;
    }
    return failed;
  },
});

const entryOf = ({ handle: ReceiptHandle, delayMs }: Hidden, index: number) => ({
  Id: String(index),
  ReceiptHandle,
  VisibilityTimeout: Math.ceil(Math.min(Math.max(delayMs, 0), SQS.visibilityMaxMs) / SECOND_MS),
});
