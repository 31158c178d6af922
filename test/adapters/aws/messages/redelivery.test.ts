import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { redelivery } from "../../../../adapters/aws/messages/redelivery.ts";
import { REGION } from "../../../builders.ts";
import { held } from "../../../contracts/held.ts";
import { type Redelivering, redeliveryContract } from "../../../contracts/redelivery.contract.ts";
import { counting } from "../counting.ts";

let server: Awaited<ReturnType<typeof startFauxqs>>;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
});
afterAll(() => server.stop());

async function open(): Promise<Redelivering> {
  server.purgeAll();
  const client = new SQSClient({
    ...CLIENT_SETTINGS,
    region: REGION,
    endpoint: server.address,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
    useQueueUrlAsEndpoint: false,
  });
  onTestFinished(() => client.destroy());
  const urls = {
    wake: server.createQueue("wake", {}).queueUrl,
    "plan-pool": server.createQueue("plans.fifo", { attributes: { FifoQueue: "true" } }).queueUrl,
  };
  const received = async (queue: keyof typeof urls) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl: urls[queue], MaxNumberOfMessages: 10 }))).Messages ?? [];
  return {
    redelivery: redelivery(
      client,
      Object.fromEntries(Object.entries(urls).map(([queue, url]) => [queue, { url }])),
      counting(),
    ),
    async receive(queue, ...texts) {
      const handles: string[] = [];
      for (const text of texts) {
        const order = queue === "wake" ? {} : { MessageGroupId: "win-build", MessageDeduplicationId: text };
        await client.send(new SendMessageCommand({ QueueUrl: urls[queue], MessageBody: text, ...order }));
        handles.push(...(await received(queue)).map(({ ReceiptHandle = "" }) => ReceiptHandle));
      }
      return handles;
    },
    visible: async (queue) => (await received(queue)).map(({ Body = "" }) => Body),
  };
}

held("fauxqs", "redelivery", () => redeliveryContract("SQS", open));
