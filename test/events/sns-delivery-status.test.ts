import { describe, expect, it } from "vitest";
import { readStatusLine } from "../../events/aws/sns-delivery-status.ts";

/** The fields of a log line that a user of an HTTPS subscription published (Mautic's documentation, 2019), its names changed. */
const LINE = {
  notification: {
    messageId: "337517be-f32c-4137-bc8d-93dc29f45ff9",
    topicArn: "arn:aws:sns:eu-west-1:111122223333:notices",
    timestamp: "2019-05-31 15:34:13.687",
  },
  delivery: {
    deliveryId: "a5dab35d-83f9-53c3-8ca6-e636c82668d4",
    destination: "https://subscriber.example/callback",
    providerResponse: "SSLPeerUnverifiedException in HttpClient",
    dwellTimeMs: 42266,
    attempts: 3,
  },
  status: "FAILURE",
};

describe("a line of SNS's delivery status log", () => {
  it("is read as it is in the log", () => {
    expect(readStatusLine(JSON.stringify(LINE))).toMatchObject({
      kind: "read",
      status: {
        delivery: { destination: LINE.delivery.destination, dwellTimeMs: 42266, attempts: 3 },
        status: "FAILURE",
      },
    });
  });

  it("is read out of the event of the log that carries it", () => {
    const event = { timestamp: 1559316853687, message: JSON.stringify(LINE), logStreamName: "x" };
    expect(readStatusLine(JSON.stringify(event))).toEqual(readStatusLine(JSON.stringify(LINE)));
  });

  it("may leave out what SNS leaves out for some protocols", () => {
    const { attempts: _, providerResponse: __, ...delivery } = LINE.delivery;
    const { topicArn: ___, ...notification } = LINE.notification;
    expect(readStatusLine(JSON.stringify({ notification, delivery, status: "SUCCESS" }))).toMatchObject({
      kind: "read",
      status: { delivery: { attempts: 1 }, status: "SUCCESS" },
    });
  });

  it.each([
    ["", "(line)"],
    ["START RequestId: 1", "(line)"],
    ["null", "(body)"],
    ["{}", "notification"],
    [JSON.stringify({ message: "START RequestId: 1" }), "(body)"],
    [JSON.stringify({ ...LINE, status: "MAYBE" }), "status"],
    [JSON.stringify({ ...LINE, delivery: { ...LINE.delivery, dwellTimeMs: "57" } }), "delivery.dwellTimeMs"],
    [JSON.stringify({ ...LINE, delivery: { ...LINE.delivery, dwellTimeMs: -1 } }), "delivery.dwellTimeMs"],
  ])("is reported by field when it is none: %s", (text, field) => {
    expect(readStatusLine(text)).toMatchObject({
      kind: "malformed",
      problems: expect.arrayContaining([expect.objectContaining({ field })]),
    });
  });
});
