import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { failures } from "../../../../adapters/aws/messages/failures.ts";
import { EPOCH, REGION } from "../../../builders.ts";
import { failuresContract, type Kept } from "../../../contracts/failures.contract.ts";
import { held } from "../../../contracts/held.ts";
import { counting } from "../counting.ts";

let server: Awaited<ReturnType<typeof startFauxqs>>;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
});
afterAll(() => server.stop());

const client = () =>
  new SQSClient({
    ...CLIENT_SETTINGS,
    region: REGION,
    endpoint: server.address,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
    useQueueUrlAsEndpoint: false,
  });

held("fauxqs", "failures", () =>
  failuresContract("SQS", async () => {
    server.purgeAll();
    const sqs = client();
    const { queueUrl } = server.createQueue("failures");
    return {
      failures: failures(sqs, queueUrl, counting()),
      async kept() {
        const kept: Kept[] = [];
        // One answer has at most ten messages, and may have fewer.
        for (let answers = 0; answers < 50; answers += 1) {
          const asked = new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: 10,
            MessageAttributeNames: ["All"],
          });
          const { Messages = [] } = await sqs.send(asked);
          if (Messages.length === 0) break;
          for (const { Body = "", MessageAttributes = {} } of Messages) {
            const named = Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]);
            kept.push({ text: Body, attributes: Object.fromEntries(named) });
          }
        }
        return kept;
      },
      close: async () => sqs.destroy(),
    };
  }),
);

test("a failure queue that is not there makes the failures come back", async () => {
  const sqs = client();
  const gone = failures(sqs, `${server.address}/000000000000/nowhere`, counting());
  const failure = { function: "notify", sequence: "1", at: EPOCH, error: { code: "X", message: "x" }, record: {} };
  await expect(gone.keep([failure])).rejects.toMatchObject({ fate: "retry-after" });
  sqs.destroy();
});
