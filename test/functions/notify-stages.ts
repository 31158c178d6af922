import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBRecord } from "aws-lambda";
import { messages } from "../../adapters/aws/messages/messages.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { seamed } from "../../local/seam.ts";
import { EPOCH } from "../builders.ts";
import { recordedPlane } from "../recorded-plane.ts";

/** What came out, on whatever it is published by, and into which queues. */
export interface Heard {
  readonly outlets: Readonly<Record<string, string[]>>;
  readonly deadlines: string[];
  readonly plans: string[];
  readonly failures: { sequence: string; record: DynamoDBRecord }[];
}
/** Does a step of the outside, or what happens instead. */
export type Work = <Answer>(work: (inPart: boolean) => Promise<Answer>) => Promise<Answer>;
/** The ports on some ground, each of whose steps is led through; and what is heard from there. */
export type Stage = (through: Work) => { ports: Ports; heard: Heard };

/** The requests of SNS, EventBridge and SQS, as far as they are looked at. */
interface Input {
  readonly PublishBatchRequestEntries?: readonly Entry[];
  readonly Entries?: readonly Entry[];
  readonly MessageBody?: string;
}
interface Entry {
  readonly Message?: string;
  readonly MessageBody?: string;
  readonly Detail?: string;
}

/** The ports in memory: a step is the call of a port. */
export const portByPort: Stage = (through) => {
  const { ports, queued, failed, subscribe } = recordedPlane();
  const notices: string[] = [];
  subscribe({}, (text) => notices.push(JSON.parse(text).id));
  const details = (queue: string) =>
    queued.filter((each) => each.queue === queue).map(({ text }) => JSON.parse(text).detail);
  return {
    ports: seamed(ports, (_, work) => through(() => work())),
    heard: {
      outlets: { topic: notices },
      get deadlines() {
        return details("timers").map(({ instance, entry }) => `${instance}/${entry}`);
      },
      get plans() {
        return details("plans").map(({ pool }) => pool);
      },
      get failures() {
        return failed.map((text) => JSON.parse(text).detail);
      },
    },
  };
};

/** The adapters of AWS over clients that only write down: a step is one request, of which publishing makes several. */
export const requestByRequest: Stage = (through) => {
  const heard = {
    outlets: { topic: [] as string[], bus: [] as string[] },
    deadlines: [] as string[],
    plans: [] as string[],
    failures: [] as { sequence: string; record: DynamoDBRecord }[],
    queued({ instance, entry, pool }: Readonly<Record<string, string>>) {
      if (pool === undefined) heard.deadlines.push(`${instance}/${entry}`);
      else heard.plans.push(pool);
    },
  };
  const detail = (text: string) => JSON.parse(text).detail;
  /** Entries of a batch, each with what takes it. */
  const entriesOf = (input: Input): readonly (() => unknown)[] => {
    const { PublishBatchRequestEntries = [], Entries = [], MessageBody } = input;
    if (MessageBody !== undefined) return [() => heard.queued(detail(MessageBody))];
    return [...PublishBatchRequestEntries, ...Entries].map(({ Message, MessageBody, Detail = "" }) => () => {
      if (Message !== undefined) heard.outlets.topic.push(JSON.parse(Message).id);
      else if (MessageBody !== undefined) heard.failures.push(detail(MessageBody));
      else heard.outlets.bus.push(JSON.parse(Detail).noticeId);
    });
  };
  const client = {
    send: ({ input }: { input: Input }) =>
      through(async (inPart) => {
        const entries = entriesOf(input);
        const fails = (index: number) => inPart && input.MessageBody === undefined && index % 2 === 0;
        for (const [index, take] of entries.entries()) if (!fails(index)) take();
        const codes = entries.map((_, index) => (fails(index) ? "InternalFailure" : undefined));
        const Failed = codes.flatMap((Code, index) => (Code ? [{ Id: String(index), Code }] : []));
        return { Failed, Entries: codes.map((ErrorCode) => ({ ErrorCode })) };
      }),
  };
  const { ports } = recordedPlane();
  const queue = (name: string) => `https://sqs/${name}`;
  const senders = messages({
    sqs: client as unknown as SQSClient,
    sns: client as unknown as SNSClient,
    eventBridge: client as unknown as EventBridgeClient,
    queueUrls: {
      ...{ actions: queue("actions"), plans: queue("plans"), timers: queue("timers"), sweeps: queue("sweeps") },
      failures: queue("failures"),
    },
    topicArn: "arn:aws:sns:eu-west-1:111122223333:changes",
    alertsTopicArn: "arn:aws:sns:eu-west-1:111122223333:alerts",
    busName: "greenroom",
    clock: { now: () => EPOCH },
    counters: ports.counters,
  });
  return { ports: { ...ports, ...senders }, heard };
};
