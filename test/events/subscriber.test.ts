import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noticeText } from "../../adapters/messages/notice-text.ts";
import { claimNotice, instanceNotice, poolNotice, templateNotice } from "../../core/notices/notice-of.ts";
import { sweepNotice } from "../../core/notices/sweep-notice.ts";
import { newSweep } from "../../core/reconcile/shards.ts";
import { write } from "../../events/contract.ts";
import { type Notice, notices, parseNotice, type Said } from "../../events/subscriber.ts";
import { aClaim, anInstance, aPool, aTemplate, EPOCH, REGION } from "../builders.ts";

const begun = sweepNotice(newSweep(REGION, [`${REGION}a`], EPOCH));
if (!begun) throw new Error("a sweep that begins is news");
const ALL: readonly Notice[] = [
  instanceNotice(anInstance()),
  claimNotice(aClaim()),
  poolNotice(aPool()),
  templateNotice(aTemplate()),
  begun,
];
const { resource, ...change } = instanceNotice(anInstance());
const reference: Said = {
  ...change,
  resource: { id: resource.id, version: resource.version },
  href: `/instances/${resource.id}`,
  bytes: 300_000,
  leftOut: ["resource"],
};
const EVERY: readonly Said[] = [...ALL, reference];
const envelopeOf = (said: Said): string =>
  "href" in said ? write(notices.byReference, said, { id: said.noticeId, at: Date.parse(said.at) }) : noticeText(said);
/** As the SNS Developer Guide shows the body that a queue gets without raw delivery. */
const wrapped = (text: string): string =>
  JSON.stringify({
    Type: "Notification",
    MessageId: "63a3f6b6-d533-4a47-aef9-fcf5cf758c76",
    TopicArn: "arn:aws:sns:eu-west-1:111122223333:greenroom",
    Message: text,
    Timestamp: "2026-01-05T09:00:00.000Z",
    MessageAttributes: { kind: { Type: "String", Value: "instance" } },
  });

describe.each(EVERY.map((said) => ["href" in said ? "reference" : said.kind, said] as const))(
  "a notice of the kind %s",
  (_, said) => {
    const heard = { id: said.noticeId, at: Date.parse(said.at), detail: said };

    it.each([
      ["in EventBridge's envelope", envelopeOf(said)],
      ["wrapped by SNS", wrapped(envelopeOf(said))],
      ["as it is", JSON.stringify(said)],
      ["as it is, wrapped by SNS", wrapped(JSON.stringify(said))],
    ])("is read %s", (__, text) => {
      expect(parseNotice(text)).toMatchObject({ kind: "heard", event: heard });
    });
  },
);

describe("what is no notice", () => {
  it.each([
    [
      "another message of ours",
      { source: "greenroom", "detail-type": "Wake", detail: { version: 1 } },
      "greenroom/Wake/v1",
    ],
    [
      "AWS's event",
      { source: "aws.ec2", "detail-type": "EC2 Instance State-change Notification", version: "0" },
      "aws.ec2/EC2 Instance State-change Notification/v0",
    ],
    [
      "a later version",
      { source: "greenroom", "detail-type": "Instance Changed", detail: { version: 2 } },
      "greenroom/Instance Changed/v2",
      "unsupported",
    ],
  ])("%s is no notice that this version reads", (_, said, key, kind = "unknown") => {
    const text = JSON.stringify({ version: "0", id: "x", time: "2026-01-05T09:00:00Z", detail: {}, ...said });
    expect(parseNotice(text)).toEqual({ kind, key });
    expect(parseNotice(wrapped(text))).toEqual({ kind, key });
  });

  it.each([
    [{ kind: "guest" }, "unknown", "greenroom/guest/v1"],
    [{ version: 2 }, "unsupported", "greenroom/Instance Changed/v2"],
    [{ kind: "toString" }, "unknown", "greenroom/toString/v1"],
  ])("as it is, with %j, is %s", (changes, kind, key) => {
    expect(parseNotice(JSON.stringify({ ...ALL[0], ...changes }))).toEqual({ kind, key });
  });

  it("is malformed, by field, where a contract is broken", () => {
    const problems = [{ field: expect.stringMatching(/resource\.state$/), message: expect.any(String) }];
    const broken = { ...instanceNotice(anInstance()), resource: { ...resource, state: "asleep" } };
    expect(parseNotice(JSON.stringify(broken))).toEqual({ kind: "malformed", problems });
    expect(parseNotice(envelopeOf(broken as Notice))).toEqual({ kind: "malformed", problems });
  });

  it("is malformed where it is not JSON, within SNS's wrapping too", () => {
    const malformed = { kind: "malformed", problems: [{ field: "(body)", message: "not JSON" }] };
    expect(parseNotice("{")).toEqual(malformed);
    expect(parseNotice(wrapped("{"))).toEqual(malformed);
  });
});

describe("always", () => {
  it("anything at all is heard, unknown, unsupported or malformed", () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map(wrapped)), (text) =>
        ["heard", "unknown", "unsupported", "malformed"].includes(parseNotice(text).kind),
      ),
      { seed: 20_260_105 },
    ));
});
