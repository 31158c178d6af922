import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Actions } from "../../../core/ports/messages.ts";
import type { Clock, Counters } from "../../../core/ports/ports.ts";
import { actionText } from "../../messages/texts.ts";
import { type Carrier, sendAll } from "./batches.ts";
import { delaySeconds } from "./delay.ts";

/** A standard queue. Source: SQS API Reference, SendMessageBatch. */
export const actions = (client: SQSClient, queueUrl: string, clock: Clock, counters: Counters): Actions => ({
  async enqueue(asked, options) {
    const delay = options && { DelaySeconds: delaySeconds(options.delayMs) };
    const queue: Carrier<string> = {
      service: "sqs",
      bytesOf: (text) => Buffer.byteLength(text),
      async send(batch) {
        const Entries = batch.map((MessageBody, place) => ({ Id: String(place), MessageBody, ...delay }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        return Failed.map(({ Id, Code = "", Message = "" }) => ({ place: Number(Id), code: Code, message: Message }));
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
