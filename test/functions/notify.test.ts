import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { instanceColumns, instanceKey } from "../../adapters/aws/dynamo/items.ts";
import type { Instance } from "../../core/model/instance.ts";
import { PortError } from "../../core/ports/errors.ts";
import { notifyFunction } from "../../functions/manifest.ts";
import { handle } from "../../functions/notify.ts";
import { logger } from "../../functions/shared/chain.ts";
import { onStream } from "../../functions/shared/on-stream.ts";
import { anInstance, inState, instanceNo } from "../builders.ts";
import { recordedPlane } from "../recorded-plane.ts";
import { CONTEXT, failedIn } from "./lambda.ts";
import { ofInstance } from "./stream-records.ts";

vi.spyOn(logger, "warn").mockImplementation(() => {});

const image = (instance: Instance) =>
  marshall(
    {
      ...instanceKey(instance.pool, instance.id),
      ...instanceColumns(instance),
      doc: instance,
      version: instance.version,
    },
    { removeUndefinedValues: true },
  );
const inserted = (instance: Instance, sequence: string) =>
  ({
    eventName: "INSERT",
    dynamodb: { SequenceNumber: sequence, NewImage: image(instance) },
  }) as unknown as DynamoDBRecord;
const AWAY = new PortError("retryable", "Away", "the topic is away");
const one = anInstance({ id: instanceNo(1), version: 1 });
const two = anInstance({ id: instanceNo(2), version: 1 });
const three = anInstance({ id: instanceNo(3), version: 1 });

describe("the table's stream", () => {
  it("becomes notices, in order, and a plan request", async () => {
    const { ports, queued, subscribe } = recordedPlane();
    const published: string[] = [];
    subscribe({}, (text) => published.push(JSON.parse(text).noticeId ?? JSON.parse(text).detail.noticeId));
    const answer = await onStream(
      notifyFunction,
      handle,
      async () => ports,
    )({ Records: [inserted(one, "1"), inserted(two, "2")] }, CONTEXT);
    expect(failedIn(answer)).toEqual([]);
    expect(published).toEqual([`${one.id}:1`, `${two.id}:1`]);
    expect(queued.filter(({ queue }) => queue === "plans")).toHaveLength(1);
  });

  it("comes back from the first record that fails; those before it are published", async () => {
    const { ports } = recordedPlane();
    const publish = vi.fn(async (notices: readonly { noticeId: string }[]) =>
      notices.flatMap(({ noticeId }, index) => (noticeId === `${one.id}:1` ? [] : [{ index, error: AWAY }])),
    );
    const broken = { ...ports, publisher: { publish } };
    const batch = { Records: [inserted(one, "1"), inserted(two, "2"), inserted(three, "3")] };
    expect(failedIn(await onStream(notifyFunction, handle, async () => broken)(batch, CONTEXT))).toEqual(["2"]);
    expect(publish.mock.calls[0]?.[0].map(({ noticeId }) => noticeId)).toContain(`${one.id}:1`);
  });

  it("goes past a record that nobody can read, which is kept for an engineer", async () => {
    const { ports, failed, counted } = recordedPlane();
    const broken = { eventName: "INSERT", dynamodb: { SequenceNumber: "2", NewImage: { sk: { Q: "?" } } } };
    const batch = { Records: [inserted(one, "1"), broken as unknown as DynamoDBRecord, inserted(three, "3")] };
    expect(failedIn(await onStream(notifyFunction, handle, async () => ports)(batch, CONTEXT))).toEqual([]);
    expect(failed.map((text) => JSON.parse(text).detail)).toMatchObject([
      { function: "notify", sequence: "2", record: broken, error: { code: "Unreadable" } },
    ]);
    expect(counted).toEqual(["handled notify published", "handled notify published", "handled notify failed"]);
  });

  it("publishes a batch once whose second record lacks the terms of its instance before, and keeps what it could not book", async () => {
    const { ports, failed, counted, subscribe } = recordedPlane();
    const published: string[] = [];
    subscribe({}, (text) => published.push(JSON.parse(text).id));
    const { terms: _, ...older } = inState("warm", { id: instanceNo(2) });
    const leaves = (nth: number, before: object = inState("warm", { id: instanceNo(nth) })) =>
      ofInstance(inState("retiring", { id: instanceNo(nth), version: 2 }), before as Instance)(nth);
    const batch = { Records: [leaves(1), leaves(2, older), leaves(3)] };
    expect(failedIn(await onStream(notifyFunction, handle, async () => ports)(batch, CONTEXT))).toEqual([]);
    expect(published).toEqual([1, 2, 3].map((nth) => `${instanceNo(nth)}:2`));
    expect(failed.map((text) => JSON.parse(text).detail)).toMatchObject([
      { sequence: "2", record: batch.Records[1], error: { code: "Unbookable" } },
    ]);
    expect(counted.filter((line) => line.startsWith("handled")).toSorted()).toEqual([
      "handled notify failed",
      ...Array.from({ length: 3 }, () => "handled notify published"),
    ]);
  });

  it("comes back whole when what failed has no place in it", async () => {
    const { ports } = recordedPlane();
    const away = { ...ports, failures: { keep: () => Promise.reject(AWAY) } };
    const batch = { Records: [inserted(one, "1"), null as unknown as DynamoDBRecord] };
    expect(failedIn(await onStream(notifyFunction, handle, async () => away)(batch, CONTEXT))).toEqual([""]);
  });

  it("ignores expiry and what nobody subscribes to", async () => {
    const { ports, queued } = recordedPlane();
    const deadLettered = {
      eventName: "REMOVE",
      dynamodb: { SequenceNumber: "1", OldImage: image(one) },
    } as unknown as DynamoDBRecord;
    expect(
      failedIn(await onStream(notifyFunction, handle, async () => ports)({ Records: [deadLettered] }, CONTEXT)),
    ).toEqual([]);
    expect(queued).toEqual([]);
  });
});
