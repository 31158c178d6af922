import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { messages } from "../../../../adapters/aws/messages/messages.ts";
import { PLAN_DELAY_MS } from "../../../../core/model/limits.ts";
import { type Instant, SECOND_MS } from "../../../../core/model/time.ts";
import { instanceNotice } from "../../../../core/notices/notice-of.ts";
import type { QueueName } from "../../../../core/ports/messages.ts";
import { anInstance, EPOCH, instanceNo, REGION } from "../../../builders.ts";
import { held } from "../../../contracts/held.ts";
import { type Carriage, messagesContract } from "../../../contracts/messages.contract.ts";
import { counting } from "../counting.ts";

const QUEUES: Readonly<Record<QueueName | "failures", { name: string; attributes: Record<string, string> }>> = {
  actions: { name: "actions", attributes: {} },
  plans: {
    name: "plans.fifo",
    attributes: { FifoQueue: "true", DelaySeconds: String(PLAN_DELAY_MS / SECOND_MS) },
  },
  timers: { name: "timers", attributes: {} },
  sweeps: { name: "sweeps", attributes: {} },
  failures: { name: "failures", attributes: {} },
};
const FIFO = { FifoTopic: "true" };
const FIFO_QUEUE = { FifoQueue: "true" };

let server: Awaited<ReturnType<typeof startFauxqs>>;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
});
afterAll(() => server.stop());

/** Fresh queues and a fresh topic for every test; the bus is a mock, for nothing here carries events. */
async function open(isFifo: boolean): Promise<Carriage> {
  server.purgeAll();
  const settings = {
    ...CLIENT_SETTINGS,
    region: REGION,
    endpoint: server.address,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  };
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const sns = new SNSClient(settings);
  const eventBridge = new EventBridgeClient({ region: REGION });
  mockClient(eventBridge).on(PutEventsCommand).resolves({});

  const topic = isFifo ? "changes.fifo" : "changes";
  let subscribers = 0;
  const urlOf = (queue: keyof typeof QUEUES) =>
    server.createQueue(QUEUES[queue].name, { attributes: QUEUES[queue].attributes }).queueUrl;
  let now: Instant = EPOCH;
  const ports = messages({
    sqs,
    queueUrls: {
      actions: urlOf("actions"),
      plans: urlOf("plans"),
      timers: urlOf("timers"),
      sweeps: urlOf("sweeps"),
      failures: urlOf("failures"),
    },
    sns,
    topicArn: server.createTopic(topic, { ...(isFifo && { attributes: FIFO }) }).topicArn,
    eventBridge,
    alertsTopicArn: server.createTopic("alerts").topicArn,
    busName: "greenroom",
    clock: { now: () => now },
    counters: counting(),
  });

  const lyingIn = (name: string) => {
    const { ready = [], delayed = [] } = server.inspectQueue(name)?.messages ?? {};
    return [...ready, ...delayed];
  };
  return {
    ...ports,
    setClock(at) {
      now = at;
    },
    held: async (queue) =>
      lyingIn(QUEUES[queue].name).map(({ body, sentTimestamp, delayUntil = sentTimestamp }) => ({
        text: body,
        delayMs: delayUntil - sentTimestamp,
      })),
    async subscribe(filter) {
      subscribers += 1;
      const name = `subscriber-${subscribers}`;
      const queue = isFifo
        ? server.createQueue(`${name}.fifo`, { attributes: FIFO_QUEUE }).queueName
        : server.createQueue(name).queueName;
      const FilterPolicy = JSON.stringify(filter);
      server.subscribe({ topic, queue, attributes: { RawMessageDelivery: "true", FilterPolicy } });
      return async () => lyingIn(queue).map(({ body }) => body);
    },
    async close() {
      sqs.destroy();
      sns.destroy();
    },
  };
}

held("fauxqs", "messages", () => {
  messagesContract("SQS and SNS", () => open(false));
  messagesContract("SQS and a FIFO topic of SNS", () => open(true));
});

describe("a FIFO topic", () => {
  const notices = [1, 2].flatMap((nth) =>
    [1, 2].map((version) => instanceNotice(anInstance({ id: instanceNo(nth), version }))),
  );

  test("groups notices by their thing, and drops those that are published again", async () => {
    const { publisher, subscribe, close } = await open(true);
    const came = await subscribe({});
    await publisher.publish(notices);
    expect(await publisher.publish(notices)).toEqual([]);
    const messages = server.inspectQueue("subscriber-1.fifo")?.messages.ready ?? [];
    expect(await came()).toHaveLength(4);
    for (const nth of [1, 2])
      expect(
        messages
          .filter(({ messageGroupId }) => messageGroupId === instanceNo(nth))
          .map(({ messageDeduplicationId }) => messageDeduplicationId),
      ).toEqual([`${instanceNo(nth)}:1`, `${instanceNo(nth)}:2`]);
    await close();
  });

  test("is known by its name: another gets neither group nor id", async () => {
    const { publisher, subscribe, close } = await open(false);
    const came = await subscribe({});
    await publisher.publish(notices);
    await publisher.publish(notices);
    expect(await came()).toHaveLength(8);
    expect(server.inspectQueue("subscriber-1")?.messages.ready[0]?.messageGroupId).toBeUndefined();
    await close();
  });
});
