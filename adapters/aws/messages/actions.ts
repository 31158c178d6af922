import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { MESSAGE_BYTES_MAX } from "../../../core/model/limits.ts";
import type { Actions } from "../../../core/ports/messages.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import { actionText } from "../../messages/texts.ts";
import { type BatchSender, failedOf, sendAll } from "./batches.ts";
import { delaySeconds } from "./delay.ts";

/** A standard queue. Source: SQS API Reference, SendMessageBatch. */
export const actions = (client: SQSClient, queueUrl: string, clock: Clock, counters: Counters): Actions => ({
  async enqueue(asked, options) {
    const delay = options && { DelaySeconds: delaySeconds(options.delayMs) };
    const queue: BatchSender<string> = {
      service: "sqs",
      bytesMax: MESSAGE_BYTES_MAX,
      bytesOf: (text) => Buffer.byteLength(text),
      threadOf: () => undefined,
      async send(batch) {
        const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody, ...delay }));
        return failedOf(await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries })));
      },
    };
    const at = clock.now();
    await sendAll(
      queue,
      asked.map((action) => actionText(action, at)),
      counters,
    );
  },
});
