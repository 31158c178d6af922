import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { sqsInbox } from "../../../../adapters/aws/messages/inbox.ts";
import type { CommandContext } from "../../../../cli/command-context.ts";
import { recordQueue } from "../../../../cli/replay/record-queue.ts";
import { REGION } from "../../../builders.ts";
import { aTerminal } from "../../../cli/greenroom.ts";
import { counting } from "../counting.ts";

let server: Awaited<ReturnType<typeof startFauxqs>>;
let client: SQSClient;
let folder: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "greenroom-inbox-"));
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
  client = new SQSClient({
    ...CLIENT_SETTINGS,
    region: REGION,
    endpoint: server.address,
    useQueueUrlAsEndpoint: false,
    credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
  });
});
beforeEach(() => {
  server.purgeAll();
  url = server.createQueue("recording").queueUrl;
});
afterAll(async () => {
  client.destroy();
  await server.stop();
  await rm(folder, { recursive: true });
});

const send = async (texts: readonly string[]): Promise<void> => {
  for (const text of texts) await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: text }));
};
const lying = (): number => {
  const { ready = [], delayed = [], inflight = [] } = server.inspectQueue("recording")?.messages ?? {};
  return ready.length + delayed.length + inflight.length;
};
const texts = Array.from({ length: 23 }, (_, nth) => JSON.stringify({ nth, text: "a\nline" }));
const context = { terminal: aTerminal() } as CommandContext;
const opened = () => sqsInbox(client, url, counting());
const recorded = async (name: string, limit: number, open = opened) => {
  const out = join(folder, name);
  const outcome = await recordQueue(context, { queue: url, out, limit, seconds: 1 }, async () => open());
  const lines = (await readFile(out, "utf8")).split("\n").filter((line) => line !== "");
  return { outcome, lines: lines.map((line) => JSON.parse(line)) };
};

describe("a queue of SQS that is recorded", () => {
  it("is emptied into the file, a message a line, with when it was sent", async () => {
    await send(texts);
    const { outcome, lines } = await recorded("all.ndjson", 23);
    expect(outcome).toMatchObject({ kind: "done", document: { messages: 23 } });
    expect(lines.map(({ body }) => body).toSorted()).toEqual(texts.toSorted());
    expect(lines[0]).toMatchObject({ messageId: expect.any(String), attributes: { SentTimestamp: /^\d{13}$/ } });
    expect(lying()).toBe(0);
  });

  it("is left what is over the limit", async () => {
    await send(texts);
    expect((await recorded("some.ndjson", 12)).lines).toHaveLength(12);
    expect(lying()).toBe(11);
  });

  it("is waited for no longer than was asked", async () => {
    const { outcome } = await recorded("none.ndjson", 5);
    expect(outcome).toMatchObject({ kind: "done", document: { messages: 0 } });
  });

  it("loses nothing when the recording dies: what is deleted lies in the file", async () => {
    await send(texts);
    const dying = () => {
      const real = opened();
      let batches = 0;
      return {
        ...real,
        async delete(taken: Parameters<typeof real.delete>[0]) {
          batches += 1;
          if (batches === 2) throw new Error("cut off");
          const held = await readFile(join(folder, "dying.ndjson"), "utf8");
          for (const { text } of taken) expect(held).toContain(JSON.stringify(text));
          return real.delete(taken);
        },
      };
    };
    await expect(recorded("dying.ndjson", 23, dying)).rejects.toThrow("cut off");
    expect(lying()).toBe(13);
  });
});
