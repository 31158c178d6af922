import { EventBridgeClient, PutEventsCommand, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { afterEach, describe, expect, test } from "vitest";
import { probes } from "../../../../adapters/aws/messages/probes.ts";
import { replays } from "../../../../adapters/aws/messages/replays.ts";
import { memoryReplays } from "../../../../adapters/memory/replays.ts";
import type { Probe } from "../../../../core/model/delivery.ts";
import { ARCHIVE_LAG_MS } from "../../../../core/model/limits.ts";
import { HOUR_MS, MINUTE_MS } from "../../../../core/model/time.ts";
import type { Envelope } from "../../../../events/envelope.ts";
import { Scheduler } from "../../../../local/time/scheduler.ts";
import { settingsFor, WIRE_REGION } from "../../../../local/wire/clients.ts";
import { type Door, openDoor } from "../../../../local/wire/door.ts";
import { bridge, ruleArn, type SendTo } from "../../../../local/wire/events/bridge.ts";
import type { Pattern } from "../../../../local/wire/events/pattern.ts";
import { eventsService } from "../../../../local/wire/events/service.ts";
import { counting } from "../../../adapters/aws/counting.ts";
import { EPOCH } from "../../../builders.ts";

const BUS = "greenroom";
const ARCHIVE = "arn:aws:events:eu-central-1:111122223333:archive/greenroom";
const REPLAYED: Pattern = { "replay-name": [{ exists: true }] };
const QUEUE = { arn: "arn:queue", url: "queue", deadUrl: "dead" };

const doors: Door[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

async function open({ refuses = false, keeps = 100 } = {}) {
  const scheduler = new Scheduler(EPOCH);
  const sent: { url: string; text: string; attributes?: object }[] = [];
  const send: SendTo = async (url, text, attributes) => {
    if (refuses && url === QUEUE.url) throw Object.assign(new Error("it is gone"), { name: "QueueDoesNotExist" });
    sent.push({ url, text, ...(attributes && { attributes }) });
  };
  const buses = bridge(WIRE_REGION, send);
  buses.putRule({ name: "probed", bus: BUS, pattern: { "detail-type": ["Delivery Probe"] }, targets: [QUEUE] });
  buses.putRule({ name: "shadow", bus: BUS, pattern: REPLAYED, targets: [{ arn: "arn:shadow", url: "shadow" }] });
  const archive = memoryReplays({
    clock: scheduler,
    after: (ms, then) => scheduler.after(ms, then),
    deliver: (text) => void buses.put(BUS, JSON.parse(text) as Envelope, ["shadow"]),
    keeps,
  });
  const parts = { region: WIRE_REGION, clock: scheduler, bridge: buses, archive, archiveArn: ARCHIVE, buses: [BUS] };
  const door = await openDoor(eventsService(parts));
  doors.push(door);
  const client = new EventBridgeClient(settingsFor(door.url));
  const counters = counting();
  const settings = {
    archiveArn: ARCHIVE,
    busArn: `arn:aws:events:${WIRE_REGION}:111122223333:event-bus/${BUS}`,
    shadowRuleArn: ruleArn(WIRE_REGION, BUS, "shadow"),
  };
  const outlets = {
    sns: new SNSClient(settingsFor(door.url)),
    topicArn: "arn:none",
    eventBridge: client,
    busName: BUS,
  };
  return {
    scheduler,
    sent,
    client,
    counted: counters.counted,
    probes: probes(outlets, counters),
    replays: replays(client, settings, counters),
    restarted: replays(client, { ...settings, archiveArn: `${ARCHIVE}-of-another` }, counters),
  };
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

  test("lays down what a target does not take, and says why", async () => {
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

  test("tells whether a pattern wants an event, and what is no pattern", async () => {
    const { client } = await open();
    const ask = (EventPattern: string) =>
      client.send(new TestEventPatternCommand({ EventPattern, Event: '{"source":"aws.ec2"}' }));
    expect(await ask('{"source":["aws.ec2"]}')).toMatchObject({ Result: true });
    expect(await ask('{"source":["aws.ssm"]}')).toMatchObject({ Result: false });
    await expect(ask('{"source":"aws.ec2"}')).rejects.toMatchObject({ name: "InvalidEventPatternException" });
  });
});

describe("a replay", () => {
  const wish = { name: "again", from: EPOCH - MINUTE_MS, to: EPOCH + HOUR_MS };

  test("sends what the archive kept to the shadow rule alone, and is over then", async () => {
    const { probes, replays, scheduler, sent } = await open();
    await probes.send(PROBE);
    await scheduler.run(EPOCH + ARCHIVE_LAG_MS);
    sent.length = 0;
    expect(await replays.start(wish)).toEqual({ kind: "started" });
    expect(await replays.start(wish)).toEqual({ kind: "already" });
    expect(await replays.find("again")).toMatchObject({ state: "starting", from: wish.from, to: wish.to });
    await scheduler.run(EPOCH + HOUR_MS);
    expect(new Set(sent.map(({ url }) => url))).toEqual(new Set(["shadow"]));
    expect(JSON.parse(sent[0]?.text ?? "")).toMatchObject({ "replay-name": "again", "detail-type": "Delivery Probe" });
    expect(await replays.find("again")).toMatchObject({ state: "completed", reachedAt: EPOCH });
    expect(await replays.cancel("again")).toBe("over");
  });

  test("can be cancelled while it runs", async () => {
    const { probes, replays, scheduler, sent } = await open();
    await probes.send(PROBE);
    await scheduler.run(EPOCH + ARCHIVE_LAG_MS);
    sent.length = 0;
    await replays.start(wish);
    expect(await replays.cancel("again")).toBe("asked");
    await scheduler.run(EPOCH + HOUR_MS);
    expect(await replays.find("again")).toMatchObject({ state: "cancelled" });
    expect(sent).toEqual([]);
  });

  test("that nobody started is unknown, and one of no archive is refused", async () => {
    const { replays, restarted } = await open();
    expect(await replays.find("never")).toBeUndefined();
    expect(await replays.cancel("never")).toBe("unknown");
    expect(await restarted.start(wish)).toMatchObject({ kind: "refused" });
  });
});
