import type { SNSEvent } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { probeText } from "../../adapters/messages/probe-texts.ts";
import { type Probe, windowStart } from "../../core/model/delivery.ts";
import { deliveryProbe } from "../../events/probes/delivery-probe.v1.ts";
import { probeFromQueueFunction, probeFromTopicFunction } from "../../functions/manifest.ts";
import { handle as fromQueue } from "../../functions/probe-from-queue.ts";
import { handle as fromTopic } from "../../functions/probe-from-topic.ts";
import { logger } from "../../functions/shared/chain.ts";
import { onQueue } from "../../functions/shared/on-queue.ts";
import { onTopic } from "../../functions/shared/on-topic.ts";
import { route } from "../../functions/shared/route.ts";
import { EPOCH } from "../builders.ts";
import { clockAt, recordedPlane } from "../recorded-plane.ts";
import { CONTEXT, failedIn, sqsEvent } from "./lambda.ts";

vi.spyOn(logger, "error").mockImplementation(() => {});
vi.spyOn(logger, "warn").mockImplementation(() => {});

const START = windowStart(EPOCH);
const probe = (path: Probe["path"], seq: number): Probe => ({ path, start: START, seq, sentAt: EPOCH });

/** As SNS invokes a function. Source: Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications". */
const snsEvent = (...texts: readonly string[]) =>
  ({ Records: texts.map((Message) => ({ EventSource: "aws:sns", Sns: { Message } })) }) as SNSEvent;

/** As EventBridge puts an event into a queue: its own id, and what it knows of the account. */
const asEvent = (text: string) =>
  JSON.stringify({ ...JSON.parse(text), id: "17793124-05d4-b198-2fde-7ededc63b103", account: "111122223333" });

describe("probes from a queue", () => {
  it("are distinguished by their path, whichever service brought them, in one batch", async () => {
    const { ports, counted } = recordedPlane(clockAt(EPOCH + 40));
    const texts = [
      asEvent(probeText(probe("bus-sqs", 1))),
      probeText(probe("sns-sqs", 1)),
      probeText(probe("sns-sqs", 1)),
      probeText(probe("sns-lambda", 1)),
      "{",
    ];
    expect(
      failedIn(await onQueue(route(probeFromQueueFunction, fromQueue), async () => ports)(sqsEvent(texts), CONTEXT)),
    ).toEqual(["m-4"]);
    expect(await ports.deliveries.windows("bus-sqs", 0, EPOCH * 2)).toMatchObject([{ buckets: { 40: 1 }, doubles: 0 }]);
    expect(await ports.deliveries.windows("sns-sqs", 0, EPOCH * 2)).toMatchObject([{ buckets: { 40: 1 }, doubles: 1 }]);
    expect(await ports.deliveries.windows("sns-lambda", 0, EPOCH * 2)).toEqual([]);
    expect(counted.filter((line) => line.includes("astray"))).toEqual(["handled probe-from-queue astray"]);
  });

  it("that a replay of the archive sends again are no arrivals", async () => {
    const { ports, counted } = recordedPlane();
    const replayed = JSON.stringify({ ...JSON.parse(asEvent(probeText(probe("bus-sqs", 1)))), "replay-name": "x" });
    await onQueue(route(probeFromQueueFunction, fromQueue), async () => ports)(sqsEvent([replayed]), CONTEXT);
    expect(counted).toEqual(["handled probe-from-queue replayed"]);
    expect(await ports.deliveries.windows("bus-sqs", 0, EPOCH * 2)).toEqual([]);
  });
});

describe("probes from a topic", () => {
  it("are recorded", async () => {
    const { ports, counted } = recordedPlane(clockAt(EPOCH + 75));
    await onTopic(route(probeFromTopicFunction, fromTopic), async () => ports)(
      snsEvent(probeText(probe("sns-lambda", 2))),
      CONTEXT,
    );
    expect(await ports.deliveries.windows("sns-lambda", 0, EPOCH * 2)).toMatchObject([
      { arrived: [{ seq: 2, at: EPOCH + 75 }], buckets: { 75: 1 } },
    ]);
    expect(counted).toEqual(["handled probe-from-topic first"]);
  });

  it("are thrown back to Lambda when they could not be, so that it tries again", async () => {
    const { ports } = recordedPlane();
    const broken = {
      ...ports,
      deliveries: { ...ports.deliveries, arrived: () => Promise.reject(new Error("the store is away")) },
    };
    const handler = onTopic(route(probeFromTopicFunction, fromTopic), async () => broken);
    await expect(handler(snsEvent(probeText(probe("sns-lambda", 2))), CONTEXT)).rejects.toThrow("the store is away");
    await expect(handler(snsEvent("no probe"), CONTEXT)).rejects.toThrow(deliveryProbe.detailType);
  });
});
