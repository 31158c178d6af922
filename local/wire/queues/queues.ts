import {
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { FauxqsServer } from "fauxqs";
import { LAMBDA, SQS } from "../../../core/model/aws-behaviour.ts";
import { retryRow } from "../../../core/model/retries.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import type { QueueName } from "../../../core/ports/messages.ts";
import { probeRoutes, queueRoutes } from "../../../functions/routes.ts";
import { FED } from "../../inboxes.ts";
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
  /** Those of probes, by function: their ticks, and both ends of their paths. The topic's own end has no queue on AWS: this one stands
   *  for it, and has what Lambda would be given. */
  readonly probes: ReadonlyMap<string, Fed>;
  /** The plane's own, and the one for what `notify` could not tell. */
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
  const open = (name: string, keyOf?: (text: string) => string): Fed => {
    const isFifo = name === queueRoutes.plans.name;
    const dead = create(`${name}-dead`, isFifo);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.queueArn, maxReceiveCount: receivesOf(name) });
    const { queueUrl: url, queueArn: arn } = create(name, isFifo, { VisibilityTimeout: HELD_SECONDS, RedrivePolicy });
    return { name, url, arn, deadUrl: dead.queueUrl, isFifo, poller: poller(aws, url, keyOf) };
  };
  const fed = new Map(FED.map((name) => [name, open(name)]));
  const { tick, fromQueue, fromTopic } = probeRoutes;
  const ends = [fromQueue, fromTopic].map(({ name }) => [name, open(name, probeIn)] as const);
  const urlOf = (queue: QueueName): string => fed.get(queueRoutes[queue].name)?.url ?? "";
  return {
    fed,
    probes: new Map([[tick.name, open(tick.name)], ...ends]),
    urls: {
      actions: urlOf("actions"),
      plans: urlOf("plans"),
      timers: urlOf("timers"),
      sweeps: urlOf("sweeps"),
      failures: create("failures", false).queueUrl,
    },
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

/** The topic's own end has no row: on AWS no queue feeds it. */
const receivesOf = (name: string): number =>
  name === probeRoutes.fromTopic.name ? 1 + LAMBDA.asyncRetries : retryRow(name).receives;

/** A probe by what it says, in whatever envelope: its own, the bus's or the topic's. */
function probeIn(text: string): string {
  const { Message, detail } = JSON.parse(text) as { readonly Message?: string; readonly detail?: object };
  return Message === undefined ? JSON.stringify(detail) : probeIn(Message);
}

const ofText = (StringValue: string): MessageAttributeValue => ({ DataType: "String", StringValue });
