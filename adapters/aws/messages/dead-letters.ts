import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { LETTER_HOLD_MS, LETTER_WAIT_MS } from "../../../core/model/limits.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import type { DeadLetter, DeadLetters } from "../../../core/ports/dead-letters.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { stringAttributes } from "../../messages/attributes.ts";
import { failureAttributes } from "../../messages/failure-text.ts";
import { call } from "./batches.ts";

/** Where the messages of a function die, and the queue that feeds it. */
export interface Grave {
  readonly deadUrl: string;
  readonly url: string;
}

/** Dead-letter queues of SQS. SQS's own redrive (StartMessageMoveTask) would do for messages that a queue gave up, not for those that
 *  a rule did, and shows nobody what it moves. Source: SQS API Reference, StartMessageMoveTask. */
export function deadLetters(
  client: SQSClient,
  graves: Readonly<Record<string, Grave>>,
  counters: Counters,
): DeadLetters {
  const graveOf = (queue: string): Grave => {
    const grave = graves[queue];
    if (!grave) throw new Error(`there is no dead-letter queue ${queue}`);
    return grave;
  };
  const ask = <Output>(send: () => Promise<Output>): Promise<Output> => call("sqs", send, counters);

  return {
    async deadLetter(queue, { id, text: MessageBody, error }) {
      const QueueUrl = graves[queue]?.deadUrl;
      if (QueueUrl === undefined) return "none";
      const order = QueueUrl.endsWith(".fifo") ? { MessageGroupId: queue, MessageDeduplicationId: id } : {};
      const MessageAttributes = stringAttributes(failureAttributes({ function: queue, error }));
      await ask(() => client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes, ...order })));
      return "dead-lettered";
    },

    async counts() {
      const counted = Object.entries(graves).map(async ([queue, { deadUrl: QueueUrl }]) => {
        const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
        const { Attributes } = await ask(() => client.send(asked));
        return [queue, Number(Attributes?.ApproximateNumberOfMessages ?? 0)] as const;
      });
      return Object.fromEntries(await Promise.all(counted));
    },

    async take(queue, limit) {
      const asked = new ReceiveMessageCommand({
        QueueUrl: graveOf(queue).deadUrl,
        MaxNumberOfMessages: limit,
        VisibilityTimeout: LETTER_HOLD_MS / SECOND_MS,
        // Asked without waiting, SQS looks at some of its servers only. Source: SQS Developer Guide, Short and long polling.
        WaitTimeSeconds: LETTER_WAIT_MS / SECOND_MS,
        MessageSystemAttributeNames: ["SentTimestamp", "MessageGroupId", "ApproximateReceiveCount"],
        MessageAttributeNames: ["All"],
      });
      const { Messages = [] } = await ask(() => client.send(asked));
      return Messages.map(letterOf);
    },

    async putBack(queue, { handle: ReceiptHandle }) {
      const QueueUrl = graveOf(queue).deadUrl;
      const asked = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
      await ask(() => client.send(asked));
    },

    async sendBack(queue, { id, handle: ReceiptHandle, text: MessageBody, why }) {
      const { deadUrl, url } = graveOf(queue);
      const group = why.MessageGroupId;
      // A FIFO queue drops what was sent under the same id within minutes: sent again after a crash, the letter is one message.
      const order = group === undefined ? {} : { MessageGroupId: group, MessageDeduplicationId: `redrive:${id}` };
      await ask(() => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...order })));
      await ask(() => client.send(new DeleteMessageCommand({ QueueUrl: deadUrl, ReceiptHandle })));
    },
  };
}

const letterOf = ({ MessageId, ReceiptHandle, Body, Attributes = {}, MessageAttributes = {} }: Message): DeadLetter => {
  const { SentTimestamp, ...system } = Attributes;
  const attributes = Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]);
  return {
    id: MessageId ?? "",
    handle: ReceiptHandle ?? "",
    text: Body ?? "",
    sentAt: Number(SentTimestamp),
    why: { ...system, ...Object.fromEntries(attributes) },
  };
};
