import { PutEventsCommand, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, describe, expect, test } from "vitest";
import { probes } from "../../../../adapters/aws/messages/probes.ts";
import type { Probe } from "../../../../core/model/delivery.ts";
import { WIRE_REGION } from "../../../../local/wire/clients.ts";
import { ruleArn, type SendTo } from "../../../../local/wire/events/bridge.ts";
import { EPOCH } from "../../../builders.ts";
import { openBus } from "./given.ts";

const BUS = "greenroom";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const bus of opened.splice(0)) await bus.close();
});

async function open({ refuses = false } = {}) {
  const sent: { url: string; text: string; attributes?: object }[] = [];
  const send: SendTo = async (url, text, attributes) => {
    if (refuses && url === "queue") throw Object.assign(new Error("it is gone"), { name: "QueueDoesNotExist" });
    sent.push({ url, text, ...(attributes && { attributes }) });
  };
  const bus = await openBus(send);
  opened.push(bus);
  bus.rule("probed", { "detail-type": ["Delivery Probe"] }, "queue", "dead");
  return { sent, client: bus.client, counted: bus.counters.counted, probes: probes(bus.outlets, bus.counters) };
}

const PROBE: Probe = { path: "bus-sqs", start: EPOCH, seq: 0, sentAt: EPOCH };

describe("a bus", () => {
  test("brings an event to the queue of the rule that wants it, in EventBridge's envelope", async () => {
    const { probes, sent, counted } = await open();
    await probes.send(PROBE);
    expect(sent.map(({ url }) => url)).toEqual(["queue"]);
    expect(JSON.parse(sent[0]?.text ?? "")).toMatchObject({
      version: "0",
      source: "greenroom",
      "detail-type": "Delivery Probe",
      time: "2026-01-05T09:00:00Z",
      region: WIRE_REGION,
      account: "111122223333",
      detail: expect.any(Object),
    });
    expect(counted).toEqual([]);
  });

  test("dead-letters what a target does not take, and says why", async () => {
    const { probes, sent } = await open({ refuses: true });
    await probes.send(PROBE);
    expect(sent).toMatchObject([
      {
        url: "dead",
        attributes: {
          RULE_ARN: ruleArn(WIRE_REGION, BUS, "probed"),
          TARGET_ARN: "arn:queue",
          ERROR_CODE: "QueueDoesNotExist",
          ERROR_MESSAGE: "it is gone",
        },
      },
    ]);
  });

  test("takes each entry of a batch by itself", async () => {
    const { client } = await open();
    const good = { EventBusName: BUS, Source: "greenroom", DetailType: "x", Detail: "{}" };
    const Entries = [good, { ...good, Source: "aws.ec2" }, { ...good, Detail: "{" }, { ...good, Detail: undefined }];
    const { Entries: answers = [], FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
    expect(FailedEntryCount).toBe(3);
    expect(answers.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      "NotAuthorizedForSourceException",
      "MalformedDetail",
      "InvalidArgument",
    ]);
  });

  test("refuses more than ten entries", async () => {
    const { client } = await open();
    const Entries = Array.from({ length: 11 }, () => ({
      EventBusName: BUS,
      Source: "s",
      DetailType: "x",
      Detail: "{}",
    }));
    await expect(client.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("reports whether a pattern wants an event, and what is no pattern", async () => {
    const { client } = await open();
    const ask = (EventPattern: string) =>
      client.send(new TestEventPatternCommand({ EventPattern, Event: '{"source":"aws.ec2"}' }));
    expect(await ask('{"source":["aws.ec2"]}')).toMatchObject({ Result: true });
    expect(await ask('{"source":["aws.ssm"]}')).toMatchObject({ Result: false });
    await expect(ask('{"source":"aws.ec2"}')).rejects.toMatchObject({ name: "InvalidEventPatternException" });
  });
});
