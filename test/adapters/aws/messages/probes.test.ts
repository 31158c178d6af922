import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT_SETTINGS } from "../../../../adapters/aws/client-settings.ts";
import { probes } from "../../../../adapters/aws/messages/probes.ts";
import { PROBE_PATHS, type Probe, windowStart } from "../../../../core/model/delivery.ts";
import { iso } from "../../../../core/model/time.ts";
import { read } from "../../../../events/contract.ts";
import { deliveryProbe } from "../../../../events/probes/delivery-probe.v1.ts";
import { EPOCH, REGION } from "../../../builders.ts";
import { counting } from "../counting.ts";

const probe = (path: Probe["path"]): Probe => ({ path, start: windowStart(EPOCH), seq: 7, sentAt: EPOCH + 123 });
const detail = (path: Probe["path"]) => ({
  version: 1,
  path,
  window: iso(windowStart(EPOCH)),
  seq: 7,
  sentAt: iso(EPOCH + 123),
});

/** The adapter over clients that take everything, until a test sets otherwise. */
function room(topicArn = "arn:aws:sns:eu-west-1:111122223333:notices") {
  const sns = new SNSClient({ region: REGION });
  const eventBridge = new EventBridgeClient({ region: REGION });
  const mocks = {
    sns: mockClient(sns).onAnyCommand().resolves({}),
    eventBridge: mockClient(eventBridge).onAnyCommand().resolves({}),
  };
  const counters = counting();
  return { mocks, counters, probes: probes({ sns, topicArn, eventBridge, busName: "greenroom" }, counters) };
}

describe("over the wire", () => {
  let server: Awaited<ReturnType<typeof startFauxqs>>;
  beforeAll(async () => {
    server = await startFauxqs({ port: 0, logger: false, defaultRegion: REGION });
  });
  afterAll(() => server.stop());

  it("a probe reaches the subscription that filters for its path, as its contract says, and no other", async () => {
    const { topicArn } = server.createTopic("notices");
    const credentials = { accessKeyId: "nobody", secretAccessKey: "nothing" };
    const sns = new SNSClient({ ...CLIENT_SETTINGS, region: REGION, endpoint: server.address, credentials });
    const subscribe = (queue: string, filter: object) => {
      server.createQueue(queue);
      const attributes = { RawMessageDelivery: "true", FilterPolicy: JSON.stringify(filter) };
      server.subscribe({ topic: "notices", queue, attributes });
    };
    subscribe("probed", { kind: ["probe"], path: ["sns-sqs"] });
    subscribe("elsewhere", { kind: ["probe"], path: ["sns-lambda"] });
    subscribe("noticed", { kind: ["instance", "claim", "pool"] });
    const eventBridge = new EventBridgeClient({ region: REGION });
    await probes({ sns, topicArn, eventBridge, busName: "greenroom" }, counting()).send(probe("sns-sqs"));
    sns.destroy();

    const texts = (queue: string) => (server.inspectQueue(queue)?.messages.ready ?? []).map(({ body }) => body);
    expect(texts("elsewhere")).toEqual([]);
    expect(texts("noticed")).toEqual([]);
    const [text = "", ...more] = texts("probed");
    expect(more).toEqual([]);
    expect(read(deliveryProbe, text)).toMatchObject({ kind: "heard", event: { detail: detail("sns-sqs") } });
  });
});

describe("a probe", () => {
  it.each(PROBE_PATHS)("of %s is one call of its service, and none of the other", async (path) => {
    const { mocks, probes } = room();
    await probes.send(probe(path));
    const [events, messages] = [
      mocks.eventBridge.commandCalls(PutEventsCommand),
      mocks.sns.commandCalls(PublishCommand),
    ];
    expect([events.length, messages.length]).toEqual(path === "bus-sqs" ? [1, 0] : [0, 1]);
  });

  it("on the bus wears the source and detail-type that a rule asks for, and is dated by its sending", async () => {
    const { mocks, probes } = room();
    await probes.send(probe("bus-sqs"));
    const [call] = mocks.eventBridge.commandCalls(PutEventsCommand);
    const [entry, ...more] = call?.args[0].input.Entries ?? [];
    expect(more).toEqual([]);
    expect({ ...entry, Detail: JSON.parse(entry?.Detail ?? "") }).toEqual({
      EventBusName: "greenroom",
      Source: "greenroom",
      DetailType: "Delivery Probe",
      Time: new Date(EPOCH + 123),
      Detail: detail("bus-sqs"),
    });
  });

  it("on a FIFO topic has a group and an id of its own", async () => {
    const { mocks, probes } = room("arn:aws:sns:eu-west-1:111122223333:notices.fifo");
    await probes.send(probe("sns-sqs"));
    expect(mocks.sns.commandCalls(PublishCommand)[0]?.args[0].input).toMatchObject({
      MessageGroupId: "sns-sqs",
      MessageDeduplicationId: `probe:sns-sqs:${iso(windowStart(EPOCH))}:7`,
    });
  });

  it("that its bus refused within an answer of 200 is an error, with the bus's own code, and is not sent again", async () => {
    const { mocks, probes } = room();
    const refused = { ErrorCode: "InternalException", ErrorMessage: "try later" };
    mocks.eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [refused] });
    await expect(probes.send(probe("bus-sqs"))).rejects.toMatchObject({ fate: "retryable", code: "InternalException" });
    expect(mocks.eventBridge.commandCalls(PutEventsCommand)).toHaveLength(1);
  });

  it("that its topic refused is an error with its fate, and counted if nobody listed it", async () => {
    const { mocks, counters, probes } = room();
    mocks.sns.on(PublishCommand).rejects(Object.assign(new Error("slow down"), { name: "KMSThrottling" }));
    await expect(probes.send(probe("sns-sqs"))).rejects.toMatchObject({ fate: "retry-after", code: "KMSThrottling" });
    expect(counters.counted).toEqual([]);
    mocks.sns.on(PublishCommand).rejects(Object.assign(new Error("?"), { name: "Sneezed" }));
    await expect(probes.send(probe("sns-lambda"))).rejects.toMatchObject({ fate: "retryable", code: "Sneezed" });
    expect(counters.counted).toHaveLength(1);
  });
});
