import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { messages } from "../../../../adapters/aws/messages/messages.ts";
import type { QueueName } from "../../../../adapters/memory/messages.ts";
import { PLAN_DELAY_MS } from "../../../../core/model/limits.ts";
import { type Instant, SECOND_MS } from "../../../../core/model/time.ts";
import { EPOCH, REGION } from "../../../builders.ts";
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
const TOPIC = "changes";

let server: Awaited<ReturnType<typeof startFauxqs>>;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
});
afterAll(() => server.stop());

/** Fresh queues and a fresh topic for every test; the bus is a mock, for nothing here carries events. */
async function open(): Promise<Carriage> {
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
    topicArn: server.createTopic(TOPIC).topicArn,
    eventBridge,
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
      const queue = server.createQueue("subscriber").queueName;
      const FilterPolicy = JSON.stringify(filter);
      server.subscribe({ topic: TOPIC, queue, attributes: { RawMessageDelivery: "true", FilterPolicy } });
      return async () => lyingIn(queue).map(({ body }) => body);
    },
    async close() {
      sqs.destroy();
      sns.destroy();
    },
  };
}

messagesContract("SQS and SNS", open);
