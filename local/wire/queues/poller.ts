import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { MESSAGE_BATCH_MAX } from "../../../core/model/limits.ts";

/** Receives until a message is found: SQS lets 120,000 of a queue be in flight. */
const RECEIVES_MAX = 12_000;
/** Messages that are done with and may come once more. */
const REMEMBERED_MAX = 1_000;

/** What feeds a function from its queue, as Lambda's pollers do: it receives ahead, and holds what it received until its turn. Whose
 *  turn it is the local cloud says, for it keeps the queue's time. */
export interface Poller {
  /** The message of this text. Throws when the queue does not have it. */
  take(text: string): Promise<Message>;
  /** Deletes it. */
  done(message: Message): Promise<void>;
  /** Leaves it to the queue, which gives it again or to its dead-letter queue. */
  leave(message: Message): Promise<void>;
  /** Receives what was left until nothing more comes: what was received too often is in the dead-letter queue then. */
  sift(): Promise<void>;
}

/** `keyOf`: by what a message is known, where it does not come as the text it was sent as. */
export function poller(client: SQSClient, QueueUrl: string, keyOf = (text: string): string => text): Poller {
  const held = new Map<string, Message[]>();
  /** A standard queue may deliver a message once more after it was deleted: fauxqs never does, so it is done from here. */
  const remembered = new Map<string, Message>();

  async function receive(): Promise<number> {
    const asked = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: MESSAGE_BATCH_MAX,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    const { Messages = [] } = await client.send(asked);
    for (const message of Messages) {
      const key = keyOf(message.Body ?? "");
      held.set(key, [...(held.get(key) ?? []), message]);
    }
    return Messages.length;
  }

  function holding(key: string): Message | undefined {
    const [first, ...rest] = held.get(key) ?? [];
    if (rest.length > 0) held.set(key, rest);
    else held.delete(key);
    return first;
  }

  return {
    async take(text) {
      for (let receives = 0; receives < RECEIVES_MAX; receives += 1) {
        const message = holding(keyOf(text));
        if (message) return message;
        if ((await receive()) === 0) break;
      }
      const again = remembered.get(keyOf(text));
      if (again) return again;
      throw new Error(`${QueueUrl} does not have a message that was sent to it: ${text}`);
    },
    async done(message) {
      const { ReceiptHandle, Body = "" } = message;
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      remembered.set(keyOf(Body), message);
      for (const [oldest] of remembered) if (remembered.size > REMEMBERED_MAX) remembered.delete(oldest);
    },
    async leave({ ReceiptHandle }) {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    },
    async sift() {
      while ((await receive()) > 0);
    },
  };
}
