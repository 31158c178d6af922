import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { SQS } from "../../../core/model/aws-behaviour.ts";
import { MESSAGE_BATCH_MAX } from "../../../core/model/limits.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import type { Counters } from "../../../core/ports/ports.ts";
import { call } from "./batches.ts";

/** A message of a queue that somebody takes by hand. */
export interface Taken {
  readonly id: string;
  readonly text: string;
  /** When it was sent, in ms since 1970, as SQS writes it. */
  readonly sentTimestamp: string;
  /** What deletes it. */
  readonly handle: string;
}

/** A queue that is emptied by hand. At least once, in no order: what is not deleted comes back. */
export interface SqsInbox {
  /** At most `most` and ten, after waiting up to `waitSeconds` (20 at most) for the first. None: none came. */
  take(most: number, waitSeconds: number): Promise<readonly Taken[]>;
  /** Deletes what was taken. What SQS cannot delete comes back, and is taken again. */
  delete(taken: readonly Taken[]): Promise<void>;
}

/** A queue of SQS by its address. Throws a `PortError` for what SQS refuses. */
export function sqsInbox(client: SQSClient, url: string, counters: Counters): SqsInbox {
  return {
    async take(most, waitSeconds) {
      const asked = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(most, MESSAGE_BATCH_MAX),
        WaitTimeSeconds: Math.min(Math.ceil(waitSeconds), SQS.waitMaxMs / SECOND_MS),
        MessageSystemAttributeNames: ["SentTimestamp"],
      });
      const { Messages = [] } = await call("sqs", () => client.send(asked), counters);
      return Messages.map(taken);
    },
    async delete(all) {
      const Entries = all.map(({ handle }, index) => ({ Id: String(index), ReceiptHandle: handle }));
      await call("sqs", () => client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries })), counters);
    },
  };
}

const taken = ({ MessageId = "", Body = "", Attributes, ReceiptHandle = "" }: Message): Taken => ({
  id: MessageId,
  text: Body,
  sentTimestamp: Attributes?.SentTimestamp ?? "",
  handle: ReceiptHandle,
});
