import { describe, expect, it } from "vitest";
import { unwrap } from "../../../local/replay/unwrap.ts";
import { EPOCH, instanceNo } from "../../builders.ts";

const EVENT = {
  version: "0",
  id: "e-1",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  time: "2026-01-05T09:00:00Z",
  detail: { "instance-id": instanceNo(1), state: "running" },
};
const TEXT = JSON.stringify(EVENT);
const MESSAGE = { text: TEXT, detail: EVENT.detail, key: `aws.ec2/${EVENT["detail-type"]}`, at: EPOCH };
const NOTIFICATION = JSON.stringify({ Type: "Notification", Message: TEXT });
const messagesIn = (line: unknown) => {
  const unwrapped = unwrap(typeof line === "string" ? line : JSON.stringify(line));
  return unwrapped.kind === "messages" ? unwrapped.messages : unwrapped.problem;
};

describe("a line holds an event", () => {
  it.each<[string, unknown]>([
    ["bare", TEXT],
    ["in a message of SQS, as ReceiveMessage answers it", { Messages: [{ MessageId: "m", Body: TEXT }] }],
    ["in a batch of SQS, as a function gets it", { Records: [{ messageId: "m", body: TEXT, eventSource: "aws:sqs" }] }],
    ["in one message of SQS", { body: TEXT }],
    ["in a notification of SNS", NOTIFICATION],
    ["in a batch of SNS, as a function gets it", { Records: [{ EventSource: "aws:sns", Sns: { Message: TEXT } }] }],
    ["in SNS in SQS", { Records: [{ body: NOTIFICATION }] }],
  ])("%s", (_, line) => expect(messagesIn(line)).toEqual([MESSAGE]));

  it("or several", () => expect(messagesIn({ Records: [{ body: TEXT }, { body: TEXT }] })).toEqual([MESSAGE, MESSAGE]));

  it("or none, of an empty batch", () => expect(messagesIn({ Records: [] })).toEqual([]));

  it("handled when it says so, else when SQS gave it to a function, else when SQS took it, else when it was said", () => {
    const at = (line: object) => (messagesIn(line) as readonly { at: number }[])[0]?.at;
    const attributes = { SentTimestamp: String(EPOCH + 1), ApproximateFirstReceiveTimestamp: String(EPOCH + 2) };
    const stamped = JSON.stringify({ ...EVENT, "handled-at": "2026-01-05T09:00:03.000Z" });
    expect(at({ body: stamped, attributes })).toBe(EPOCH + 3_000);
    expect(at({ body: TEXT, attributes })).toBe(EPOCH + 2);
    expect(at({ body: TEXT, attributes: { SentTimestamp: String(EPOCH + 1) } })).toBe(EPOCH + 1);
    expect(at(EVENT)).toBe(EPOCH);
  });

  it("without what marks it as sent again by an archive: here it has no effect anyway", () => {
    const [message] = messagesIn({ ...EVENT, "replay-name": "retryable" }) as readonly { text: string }[];
    expect(JSON.parse(message?.text ?? "")).toEqual(EVENT);
  });
});

describe("a line is bad", () => {
  const wrapped = (times: number): string => (times === 0 ? TEXT : JSON.stringify({ body: wrapped(times - 1) }));
  it.each<[string, unknown, RegExp]>([
    ["that is no JSON", "{", /^is not JSON$/],
    ["that is no object", "[]", /must be a JSON object/],
    ["that is null", "null", /must be a JSON object/],
    ["that is something else", { hello: 1 }, /neither an EventBridge event nor an SQS or SNS message/],
    ["whose batch holds something else", { Records: [null] }, /neither an EventBridge event/],
    ["whose message is no JSON", { body: "hello" }, /^is not JSON$/],
    ["without a source", { ...EVENT, source: undefined }, /^source: /],
    ["whose kind is no text", { ...EVENT, "detail-type": 7 }, /^detail-type: /],
    ["without a time", { ...EVENT, time: "yesterday" }, /^time: /],
    ["that is wrapped for ever", wrapped(9), /wrapped more than 4 times/],
  ])("%s", (_, line, problem) => expect(messagesIn(line)).toMatch(problem));
});
