import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsFor, WIRE_REGION } from "../../../../local/wire/clients.ts";
import { poller } from "../../../../local/wire/queues/poller.ts";
import { type Posted, postmark } from "../../../../local/wire/queues/postmark.ts";

let server: FauxqsServer;
let queues = 0;
const RECEIVES = 5;
beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: WIRE_REGION });
});
afterAll(() => server.stop());

/** A queue of a test's own, and who sends to it and is fed from it. */
function open(attributes: Record<string, string> = {}) {
  queues += 1;
  const suffix = attributes.FifoQueue ? ".fifo" : "";
  const dead = server.createQueue(`dead-${queues}${suffix}`, { attributes: suffix ? { FifoQueue: "true" } : {} });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.queueArn, maxReceiveCount: RECEIVES });
  const { queueUrl: url, queueName } = server.createQueue(`queue-${queues}${suffix}`, {
    attributes: { ...attributes, VisibilityTimeout: "43200", RedrivePolicy },
  });
  const client = () => new SQSClient({ ...settingsFor(server.address), useQueueUrlAsEndpoint: false });
  const sqs = client();
  const posted: Posted[] = [];
  postmark(sqs, (each) => void posted.push(each));
  const lying = (name: string) => server.inspectQueue(name)?.messages;
  return {
    url,
    sqs,
    posted,
    lying: () => lying(queueName),
    dead: () => lying(dead.queueName),
    fed: poller(client(), url),
  };
}

describe("a message", () => {
  test("is sent without its delay, which the scheduler is given", async () => {
    const { url, sqs, posted, lying } = open();
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "one", DelaySeconds: 7 }));
    const Entries = ["two", "three"].map((MessageBody, n) => ({ Id: String(n), MessageBody, DelaySeconds: 900 * n }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(posted.map(({ text, delayMs }) => [text, delayMs])).toEqual([
      ["one", 7_000],
      ["two", 0],
      ["three", 900_000],
    ]);
    expect(lying()).toMatchObject({ ready: { length: 3 }, delayed: [] });
  });

  test("that SQS takes for an earlier one is not delivered again", async () => {
    const { url, sqs, posted } = open({ FifoQueue: "true" });
    const send = (id: string) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: id,
          MessageGroupId: "pool",
          MessageDeduplicationId: id,
        }),
      );
    for (const id of ["a", "a", "b"]) await send(id);
    expect(posted.map(({ text }) => text)).toEqual(["a", "b"]);
  });

  test("is taken by its text, whatever lies before it, and gone when it is done", async () => {
    const { url, sqs, fed, lying } = open();
    for (let n = 0; n < 12; n += 1) await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: `text ${n}` }));
    const last = await fed.take("text 11");
    expect(last.Body).toBe("text 11");
    await fed.done(last);
    expect(lying()?.inflight).toHaveLength(11);
    expect((await fed.take("text 0")).Body).toBe("text 0");
  });

  test("may come once more after it was done, as SQS may deliver it", async () => {
    const { url, sqs, fed } = open();
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "twice" }));
    const first = await fed.take("twice");
    await fed.done(first);
    expect((await fed.take("twice")).MessageId).toBe(first.MessageId);
  });

  test("that was never sent is an error that names it", async () => {
    const { fed } = open();
    await expect(fed.take("nothing")).rejects.toThrow("nothing");
  });

  test("that fails comes back, each time counted, and lies with the dead letters in the end", async () => {
    const { url, sqs, fed, dead } = open();
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "bad" }));
    const counts: (string | undefined)[] = [];
    for (let receives = 0; receives < RECEIVES; receives += 1) {
      const message = await fed.take("bad");
      counts.push(message.Attributes?.ApproximateReceiveCount);
      await fed.leave(message);
    }
    expect(counts).toEqual(["1", "2", "3", "4", "5"]);
    expect(dead()?.ready).toEqual([]);
    await fed.sift();
    expect(dead()?.ready).toMatchObject([{ body: "bad" }]);
  });
});
