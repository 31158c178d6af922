import {
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { FauxqsServer } from "fauxqs";
import { LAMBDA, SQS } from "../../../core/model/aws-behaviour.ts";
import { RETRIES } from "../../../core/model/retries.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import type { QueueName } from "../../../core/ports/messages.ts";
import { functionsFedBy } from "../../../functions/shared/manifest/functions.ts";
import { isFedBy, type MessageRow } from "../../../functions/shared/manifest/row.ts";
import { INBOX_ROWS } from "../../inboxes.ts";
import { settingsFor } from "../clients.ts";
import { type Poller, poller } from "./poller.ts";

/** The queue that feeds a function, and where its messages die. */
export interface Fed {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly deadUrl: string;
  readonly isFifo: boolean;
  readonly poller: Poller;
}

export interface WireQueues {
  readonly fed: ReadonlyMap<string, Fed>;
  /** Those of functions that a topic invokes. On AWS they have none: each of these has what Lambda would be given. */
  readonly invoked: ReadonlyMap<string, Fed>;
  /** The plane's own, and the one for what `notify` could not publish. */
  readonly urls: Readonly<Record<QueueName | "failures", string>>;
  /** A client of its own for each who sends or receives; it ends with the queues. */
  client(): SQSClient;
  /** Sends as a rule, a schedule or an engineer does. */
  send(url: string, text: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
  /** What waits in the dead-letter queues, by function. */
  dead(): Promise<Readonly<Record<string, number>>>;
  close(): void;
}

/** SQS hides a message that was received for as long as it can: who fails a message ends that itself. */
const HELD_SECONDS = String(SQS.visibilityMaxMs / SECOND_MS);

/** The queues as they are deployed, in fauxqs, but for their times, which the local cloud keeps. */
export function openQueues(server: FauxqsServer): WireQueues {
  const clients: SQSClient[] = [];
  const client = (): SQSClient => {
    const made = new SQSClient({ ...settingsFor(server.address), useQueueUrlAsEndpoint: false });
    clients.push(made);
    return made;
  };
  const aws = client();
  const create = (name: string, isFifo: boolean, more: Record<string, string> = {}) =>
    server.createQueue(`greenroom-${name}${isFifo ? ".fifo" : ""}`, {
      attributes: { ...(isFifo && { FifoQueue: "true" }), ...more },
    });
  const open = (row: MessageRow): Fed => {
    const { name, fed } = row;
    const isFifo = fed.by === "queue" && fed.fifo === true;
    const dead = create(`${name}-dead`, isFifo);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.queueArn, maxReceiveCount: receivesOf(fed) });
    const { queueUrl: url, queueArn: arn } = create(name, isFifo, { VisibilityTimeout: HELD_SECONDS, RedrivePolicy });
    const keyOf = isFedBy(row, "probes", "topic") ? probeIn : undefined;
    return { name, url, arn, deadUrl: dead.queueUrl, isFifo, poller: poller(aws, url, keyOf) };
  };
  const opened = (rows: readonly MessageRow[]) => new Map(rows.map((row) => [row.name, open(row)]));
  const fed = opened(INBOX_ROWS);
  const own = functionsFedBy("queue").map(({ name, fed: { queue } }) => [queue, fed.get(name)?.url ?? ""]);
  return {
    fed,
    invoked: opened(functionsFedBy("topic")),
    urls: { ...(Object.fromEntries(own) as Record<QueueName, string>), failures: create("failures", false).queueUrl },
    client,
    async send(QueueUrl, MessageBody, attributes = {}) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, text]) => [name, ofText(text)]),
      );
      await aws.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
    },
    async dead() {
      const counts = [...fed.values()].map(async ({ name, deadUrl: QueueUrl }) => {
        const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
        const { Attributes } = await aws.send(asked);
        return [name, Number(Attributes?.ApproximateNumberOfMessages)] as const;
      });
      return Object.fromEntries((await Promise.all(counts)).filter(([, count]) => count > 0));
    },
    close() {
      for (const each of clients) each.destroy();
    },
  };
}

/** Times that a message is received, or a function invoked with what a topic sent it. */
const receivesOf = (fed: MessageRow["fed"]): number =>
  "retry" in fed ? RETRIES[fed.retry].receives : 1 + LAMBDA.asyncRetries;

/** A probe by what it says, in whatever envelope: its own, the bus's or the topic's. */
function probeIn(text: string): string {
  const { Message, detail } = JSON.parse(text) as { readonly Message?: string; readonly detail?: object };
  return Message === undefined ? JSON.stringify(detail) : probeIn(Message);
}

const ofText = (StringValue: string): MessageAttributeValue => ({ DataType: "String", StringValue });
