import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishBatchCommand, SNSServiceException } from "@aws-sdk/client-sns";
import { SendMessageBatchCommand, SendMessageCommand, SQSServiceException } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import type { Action } from "../../../../core/model/action.ts";
import { instanceNotice } from "../../../../core/notices/notice-of.ts";
import { anInstance, EPOCH, instanceNo, POOL } from "../../../builders.ts";
import { room } from "./room.ts";

const stopNo = (n: number): Action => ({
  do: "stop",
  instance: instanceNo(n),
  entry: 2,
  leaseEpoch: 0,
  askedAgain: 0,
  cause: "signal:agent",
});
const NOTICES = [1, 2, 3].map((n) => instanceNotice(anInstance({ id: instanceNo(n) })));
const problem = (name: string) => ({ name, message: "made up", $fault: "client" as const, $metadata: {} });

describe("events for the bus", () => {
  test("carry the notice as their detail, dated by the change", async () => {
    const { publisher, mocks } = room();
    await publisher.publish(NOTICES.slice(0, 1));
    expect(mocks.eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input).toEqual({
      Entries: [
        {
          EventBusName: "greenroom",
          Source: "greenroom",
          DetailType: "Instance Changed",
          Time: new Date(EPOCH),
          Detail: JSON.stringify(NOTICES[0]),
        },
      ],
    });
  });

  test("are put again only where the bus failed them", async () => {
    const { publisher, mocks } = room();
    const taken = { EventId: "e1" };
    mocks.eventBridge
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 1, Entries: [taken, { ErrorCode: "InternalFailure" }, taken] })
      .resolves({ FailedEntryCount: 0, Entries: [taken] });
    await publisher.publish(NOTICES);
    const puts = mocks.eventBridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(puts.map((entries) => entries.map(({ Detail }) => JSON.parse(Detail ?? "").resource.id))).toEqual([
      [instanceNo(1), instanceNo(2), instanceNo(3)],
      [instanceNo(2)],
    ]);
    expect(mocks.sns.commandCalls(PublishBatchCommand)).toHaveLength(1);
  });

  test.each([
    { ErrorCode: "ThrottlingException", fate: "retry-after" },
    { ErrorCode: "MalformedDetail", fate: "terminal" },
  ])("that fail with $ErrorCode are answered as $fate", async ({ ErrorCode, fate }) => {
    const { publisher, mocks } = room();
    mocks.eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode }] });
    expect(await publisher.publish(NOTICES.slice(0, 1))).toMatchObject([
      { index: 0, error: { fate, code: ErrorCode } },
    ]);
  });
});

test("a hundred notices of a hundred things are ten calls to the topic, and ten to the bus", async () => {
  const { publisher, mocks } = room();
  const notices = Array.from({ length: 100 }, (_, n) => instanceNotice(anInstance({ id: instanceNo(n) })));
  expect(await publisher.publish(notices)).toEqual([]);
  expect(mocks.sns.calls()).toHaveLength(10);
  expect(mocks.eventBridge.calls()).toHaveLength(10);
});

describe("messages for the topic", () => {
  test("are published again only where the topic failed them", async () => {
    const { publisher, mocks } = room();
    mocks.sns
      .on(PublishBatchCommand)
      .resolvesOnce({ Failed: [{ Id: "2", Code: "InternalError", SenderFault: false }] })
      .resolves({});
    await publisher.publish(NOTICES);
    const sent = mocks.sns.commandCalls(PublishBatchCommand).map(({ args }) => args[0].input);
    const ids = sent.map(({ PublishBatchRequestEntries = [] }) =>
      PublishBatchRequestEntries.map(({ Message }) => JSON.parse(Message ?? "").detail.resource.id),
    );
    expect(ids).toEqual([[instanceNo(1), instanceNo(2), instanceNo(3)], [instanceNo(3)]]);
  });

  test("carry what a filter policy can ask for", async () => {
    const { publisher, mocks } = room();
    await publisher.publish(NOTICES.slice(0, 1));
    const { PublishBatchRequestEntries } = mocks.sns.commandCalls(PublishBatchCommand)[0]!.args[0].input;
    const text = (StringValue: string) => ({ DataType: "String", StringValue });
    expect(PublishBatchRequestEntries?.[0]?.MessageAttributes).toEqual({
      kind: text("instance"),
      pool: text(POOL),
      state: text("warm"),
      az: text("eu-west-1a"),
      type: text("m6i.xlarge"),
      image: text("ami-0a1b2c3d4e5f60718"),
    });
  });

  test("that the topic refuses for good are not put on the bus, and keep no other from it", async () => {
    const { publisher, mocks } = room();
    mocks.sns.on(PublishBatchCommand).resolves({ Failed: [{ Id: "1", Code: "InvalidParameter", SenderFault: true }] });
    expect(await publisher.publish(NOTICES)).toMatchObject([
      { index: 1, error: { fate: "terminal", code: "InvalidParameter" } },
    ]);
    const put = mocks.eventBridge.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []);
    expect(put.map(({ Detail }) => JSON.parse(Detail ?? "").resource.id)).toEqual([instanceNo(1), instanceNo(3)]);
  });

  test("that the bus refuses are named by their place among all that were given", async () => {
    const { publisher, mocks } = room();
    mocks.sns.on(PublishBatchCommand).resolves({ Failed: [{ Id: "0", Code: "InvalidParameter", SenderFault: true }] });
    mocks.eventBridge
      .on(PutEventsCommand)
      .resolves({ FailedEntryCount: 1, Entries: [{ EventId: "e" }, { ErrorCode: "MalformedDetail" }] });
    expect(await publisher.publish(NOTICES)).toMatchObject([
      { index: 0, error: { code: "InvalidParameter" } },
      { index: 2, error: { code: "MalformedDetail" } },
    ]);
  });

  test("of one thing are in calls one after the other: its second waits when its first does", async () => {
    const { publisher, mocks } = room();
    mocks.sns.on(PublishBatchCommand).resolves({ Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }] });
    const versions = [1, 2].map((version) => instanceNotice(anInstance({ version })));
    expect(await publisher.publish([...versions, ...NOTICES.slice(1)])).toMatchObject([{ index: 0 }, { index: 1 }]);
    const sent = mocks.sns
      .commandCalls(PublishBatchCommand)
      .flatMap(({ args }) => args[0].input.PublishBatchRequestEntries ?? []);
    expect(sent.map(({ Message }) => JSON.parse(Message ?? "").id)).not.toContain(versions[1]?.noticeId);
  });

  test("keep the bus waiting when the topic cannot be reached", async () => {
    const { publisher, mocks } = room();
    mocks.sns.on(PublishBatchCommand).rejects(new SNSServiceException(problem("NotFoundException")));
    const error = { fate: "retry-after", code: "NotFoundException" };
    expect(await publisher.publish(NOTICES)).toMatchObject([0, 1, 2].map((index) => ({ index, error })));
    expect(mocks.eventBridge.calls()).toHaveLength(0);
  });
});

describe("messages for a queue", () => {
  test("are sent again only where the queue failed them, and held back as long", async () => {
    const { actions, mocks } = room();
    mocks.sqs
      .on(SendMessageBatchCommand)
      .resolvesOnce({ Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }], Successful: [] })
      .resolves({});
    await actions.enqueue([stopNo(1), stopNo(2)], { delayMs: 90_000 });
    const sent = mocks.sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(sent.map((entries) => entries.map(({ Id, DelaySeconds }) => ({ Id, DelaySeconds })))).toEqual([
      [
        { Id: "0", DelaySeconds: 90 },
        { Id: "1", DelaySeconds: 90 },
      ],
      [{ Id: "0", DelaySeconds: 90 }],
    ]);
    expect(sent[1]?.[0]?.MessageBody).toBe(sent[0]?.[0]?.MessageBody);
  });

  test("leave the delay to the queue where none is asked for", async () => {
    const { actions, mocks } = room();
    mocks.sqs.on(SendMessageBatchCommand).resolves({});
    await actions.enqueue([stopNo(1)]);
    const [entry] = mocks.sqs.commandCalls(SendMessageBatchCommand)[0]!.args[0].input.Entries ?? [];
    expect(Object.keys(entry ?? {})).toEqual(["Id", "MessageBody"]);
  });

  test("of plans go into the pool's group, one for each second", async () => {
    const { planRequests, mocks } = room();
    await planRequests.request(POOL);
    expect(mocks.sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toMatchObject({
      QueueUrl: "https://sqs/plans.fifo",
      MessageGroupId: POOL,
      MessageDeduplicationId: `plan:${POOL}:${EPOCH / 1_000}`,
    });
  });

  test.each([
    { what: "an action", send: ({ actions }: ReturnType<typeof room>) => actions.enqueue([stopNo(1)]) },
    { what: "a plan request", send: ({ planRequests }: ReturnType<typeof room>) => planRequests.request(POOL) },
    { what: "a sweep request", send: ({ sweepRequests }: ReturnType<typeof room>) => sweepRequests.request("a:b") },
    {
      what: "a timer",
      send: ({ timers }: ReturnType<typeof room>) =>
        timers.arm({ instance: instanceNo(1), entry: 1, askedAgain: 0, wakeAt: EPOCH }),
    },
  ])("fail $what with the fate of the queue's error", async ({ send }) => {
    const to = room();
    to.mocks.sqs.rejects(new SQSServiceException(problem("RequestThrottled")));
    await expect(send(to)).rejects.toMatchObject({
      fate: "retry-after",
      code: "RequestThrottled",
      retryAfterMs: 5_000,
    });
  });
});
