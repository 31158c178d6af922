import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "vitest";
import { delaySeconds } from "../../../../adapters/aws/messages/delay.ts";
import { noticeText } from "../../../../adapters/messages/texts.ts";
import { MESSAGE_BYTES_MAX } from "../../../../core/model/limits.ts";
import { instanceNotice } from "../../../../core/notices/notice-of.ts";
import type { Notice } from "../../../../events/notices/notice.ts";
import { anInstance } from "../../../builders.ts";
import { room } from "./room.ts";

const telling = (story: string): Notice => instanceNotice(anInstance({ tags: { story } }));
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

describe("a notice", () => {
  const left = MESSAGE_BYTES_MAX - SNS_OVERHEAD - bytes(noticeText(telling("")));

  test("that is just as large as the topic takes is published", async () => {
    const { publisher, mocks } = room();
    await publisher.publish([telling("x".repeat(left))]);
    expect(mocks.sns.calls()).toHaveLength(1);
  });

  test.each([
    { what: "by one byte", story: "x".repeat(left + 1) },
    { what: "in bytes, though not in characters", story: "ü".repeat(Math.ceil((left + 1) / 2)) },
  ])("that is larger $what is refused for good", async ({ story }) => {
    const { publisher, mocks } = room();
    await expect(publisher.publish([telling(story)])).rejects.toMatchObject({ fate: "never", code: "MessageTooLong" });
    expect(mocks.sns.calls()).toHaveLength(0);
  });
});

describe("two notices", () => {
  const left = MESSAGE_BYTES_MAX - 2 * (EVENT_OVERHEAD + bytes(JSON.stringify(telling(""))));

  test.each([
    { what: "just fill the bus's call", over: 0, calls: 1 },
    { what: "are one byte too many for it", over: 1, calls: 2 },
  ])("that $what go in $calls", async ({ over, calls }) => {
    const { publisher, mocks } = room();
    await publisher.publish([telling("x".repeat(left + over)), telling("")]);
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
