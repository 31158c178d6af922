import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishBatchCommand } from "@aws-sdk/client-sns";
import { describe, expect, test } from "vitest";
import { delaySeconds } from "../../../../adapters/aws/messages/delay.ts";
import { noticeText } from "../../../../adapters/messages/notice-text.ts";
import { MESSAGE_BYTES_MAX } from "../../../../core/model/limits.ts";
import { instanceNotice } from "../../../../core/notices/notice-of.ts";
import { read } from "../../../../events/contract.ts";
import { changeByReference } from "../../../../events/notices/change-by-reference.v1.ts";
import type { Notice } from "../../../../events/notices/notice.ts";
import { anInstance, instanceNo } from "../../../builders.ts";
import { room } from "./room.ts";

const telling = (story: string, nth = 1): Notice =>
  instanceNotice(anInstance({ id: instanceNo(nth), tags: { story } }));
const bytes = (text: string): number => Buffer.byteLength(text);

/** As SNS counts: the text, and each attribute's name, type and value. */
const SNS_OVERHEAD = bytes(
  "kindStringinstance poolStringwin-build stateStringwarm azStringeu-west-1a typeStringm6i.xlarge imageStringami-0a1b2c3d4e5f60718".replaceAll(
    " ",
    "",
  ),
);
/** As EventBridge counts: 14 for the time, the source and the type, and the detail. */
const EVENT_OVERHEAD = 14 + bytes("greenroomInstance Changed");
/** EventBridge takes what is smaller than this, SNS what is not larger. */
const LARGEST = {
  topic: MESSAGE_BYTES_MAX - SNS_OVERHEAD - bytes(noticeText(telling(""))),
  bus: MESSAGE_BYTES_MAX - 1 - EVENT_OVERHEAD - bytes(JSON.stringify(telling(""))),
};

/** Publishes one notice; what the topic and the bus were given. */
async function published(notice: Notice) {
  const { publisher, mocks } = room();
  expect(await publisher.publish([notice])).toEqual([]);
  const sent = mocks.sns.commandCalls(PublishBatchCommand)[0]?.args[0].input.PublishBatchRequestEntries?.[0];
  const put = mocks.eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0];
  return { sent, put, text: sent?.Message ?? "", type: put?.DetailType, detail: JSON.parse(put?.Detail ?? "null") };
}

describe("a notice", () => {
  test("that is just as large as the topic takes goes whole", async () => {
    const notice = telling("x".repeat(LARGEST.topic));
    const { text, type } = await published(notice);
    expect(JSON.parse(text).detail).toEqual(notice);
    expect(type).toBe("Instance Changed");
  });

  test.each([
    { what: "by one byte", story: "x".repeat(LARGEST.topic + 1) },
    { what: "in bytes, though not in characters", story: "ü".repeat(Math.ceil((LARGEST.topic + 1) / 2)) },
  ])(
    "that is larger $what goes to the topic by reference, and whole to the bus, which has room for it",
    async ({ story }) => {
      const notice = telling(story);
      const { sent, text, detail } = await published(notice);
      const reading = read(changeByReference, text);
      const { resource: _, ...change } = notice;
      expect(reading).toMatchObject({
        kind: "heard",
        event: {
          id: notice.noticeId,
          detail: {
            ...change,
            resource: { id: instanceNo(1), version: 1, pool: "win-build", state: "warm" },
            href: `/instances/${instanceNo(1)}`,
            bytes: SNS_OVERHEAD + bytes(noticeText(notice)),
            leftOut: ["resource"],
          },
        },
      });
      expect(sent?.MessageAttributes).toEqual((await published(telling(""))).sent?.MessageAttributes);
      expect(detail).toEqual(notice);
    },
  );

  test("that is just as large as the bus takes goes to it whole", async () => {
    const { detail } = await published(telling("x".repeat(LARGEST.bus)));
    expect(detail.resource.tags.story).toHaveLength(LARGEST.bus);
  });

  test("that is larger than the bus takes, by one byte, goes to it by reference", async () => {
    const { type, detail } = await published(telling("x".repeat(LARGEST.bus + 1)));
    expect(type).toBe("Change By Reference");
    expect(changeByReference.detail.parse(detail)).toMatchObject({
      noticeId: `${instanceNo(1)}:1`,
      href: `/instances/${instanceNo(1)}`,
      bytes: MESSAGE_BYTES_MAX,
    });
  });
});

describe("two notices", () => {
  const left = MESSAGE_BYTES_MAX - 1 - 2 * (EVENT_OVERHEAD + bytes(JSON.stringify(telling(""))));

  test.each([
    { what: "just fill the bus's call", over: 0, calls: 1 },
    { what: "are one byte too many for it", over: 1, calls: 2 },
  ])("that $what go in $calls", async ({ over, calls }) => {
    const { publisher, mocks } = room();
    await publisher.publish([telling("x".repeat(left + over), 1), telling("", 2)]);
    expect(mocks.eventBridge.commandCalls(PutEventsCommand)).toHaveLength(calls);
  });
});

test.each([
  { delayMs: -60_000, seconds: 0 },
  { delayMs: 0, seconds: 0 },
  { delayMs: 1, seconds: 1 },
  { delayMs: 1_000, seconds: 1 },
  { delayMs: 900_000, seconds: 900 },
  { delayMs: 900_001, seconds: 900 },
])("a delay of $delayMs ms is $seconds s to SQS", ({ delayMs, seconds }) => {
  expect(delaySeconds(delayMs)).toBe(seconds);
});
