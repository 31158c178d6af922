import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { deadLetters } from "../../../../adapters/aws/messages/dead-letters.ts";
import { REGION } from "../../../builders.ts";
import { deadLettersContract, type Graveyard } from "../../../contracts/dead-letters.contract.ts";
import { held } from "../../../contracts/held.ts";
import { counting } from "../counting.ts";

let server: Awaited<ReturnType<typeof startFauxqs>>;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
});
afterAll(() => server.stop());

const NAMES = {
  wake: { feeding: "wake", dead: "wake-dead" },
  "plan-pool": { feeding: "plans.fifo", dead: "plans-dead.fifo" },
} as const;

/** Fresh queues of a standard and of a FIFO function. */
async function open(): Promise<Graveyard & { readonly client: SQSClient; readonly deadUrl: string }> {
  server.purgeAll();
  const urlOf = (name: string) =>
    server.createQueue(name, name.endsWith(".fifo") ? { attributes: { FifoQueue: "true" } } : {}).queueUrl;
  const client = new SQSClient({
    ...CLIENT_SETTINGS,
    region: REGION,
    endpoint: server.address,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
    useQueueUrlAsEndpoint: false,
  });
  onTestFinished(() => client.destroy());
  const graves = Object.fromEntries(
    Object.entries(NAMES).map(([queue, { feeding, dead }]) => [queue, { url: urlOf(feeding), deadUrl: urlOf(dead) }]),
  );
  return {
    client,
    deadUrl: graves.wake!.deadUrl,
    deadLetters: deadLetters(client, graves, counting()),
    async deadLetter(queue, text, why = {}) {
      const attributes = Object.entries(why).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]);
      const order = queue === "wake" ? {} : { MessageGroupId: "win-build", MessageDeduplicationId: text };
      const QueueUrl = graves[queue]!.deadUrl;
      const MessageAttributes = Object.fromEntries(attributes);
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: text, MessageAttributes, ...order }));
    },
    fed: async (queue) => {
      const { ready = [], delayed = [] } = server.inspectQueue(NAMES[queue].feeding)?.messages ?? {};
      return [...ready, ...delayed].map(({ body }) => body);
    },
  };
}

held("fauxqs", "dead letters", () => deadLettersContract("SQS", open));

test("a message that was sent back twice to a FIFO queue, after a crash in between, is there once", async () => {
  const { deadLetters: letters, deadLetter, fed } = await open();
  await deadLetter("plan-pool", "one");
  const [letter] = await letters.take("plan-pool", 1);
  await letters.sendBack("plan-pool", letter!);
  await letters.sendBack("plan-pool", letter!).catch(() => {});
  expect(await fed("plan-pool")).toEqual(["one"]);
});
