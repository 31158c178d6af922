import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { describe, expect, inject, it, vi } from "vitest";
import { instanceKey } from "../../../adapters/aws/dynamo/items.ts";
import { dynamoStore } from "../../../adapters/aws/dynamo/store.ts";
import { PortError } from "../../../core/ports/errors.ts";
import type { Ports } from "../../../core/ports/ports.ts";
import { notifyFunction } from "../../../functions/manifest.ts";
import { handle } from "../../../functions/notify.ts";
import { logger } from "../../../functions/shared/chain.ts";
import { onStream } from "../../../functions/shared/on-stream.ts";
import { aClaim, anInstance, aPool, EPOCH, inState, instanceNo, next, POOL } from "../../builders.ts";
import { readStream } from "../../dynamodb-stream.ts";
import { freshTable } from "../../dynamodb-table.ts";
import { recordedPlane } from "../../recorded-plane.ts";
import { CONTEXT, failedIn } from "../lambda.ts";

vi.spyOn(logger, "warn").mockImplementation(() => {});

const endpoint = inject("dynamoDbEndpoint");
const BATCH = 4;
let tables = 0;

/** Lambda gives a record of the streams API, with its times in seconds, as JSON. */
const asLambdaGives = (record: _Record): DynamoDBRecord => {
  const { dynamodb, ...envelope } = record;
  const at = dynamodb?.ApproximateCreationDateTime;
  return JSON.parse(
    JSON.stringify({
      ...envelope,
      dynamodb: { ...dynamodb, ...(at && { ApproximateCreationDateTime: at.getTime() / 1_000 }) },
    }),
  );
};

describe.skipIf(endpoint === undefined)("the stream of a table in DynamoDB Local", () => {
  const open = async () => {
    tables += 1;
    const { streamArn, client, table } = await freshTable(endpoint!, `notify-${tables}`);
    const store = dynamoStore({ client, table, clock: { now: () => EPOCH }, counters: { count: () => {} } });
    const { ports, failed, subscribe } = recordedPlane();
    const published: string[] = [];
    subscribe({}, (text) => published.push(JSON.parse(text).id));
    const records = async (count: number): Promise<readonly DynamoDBRecord[]> => {
      const read = async () => (await readStream(endpoint!, streamArn)).map(asLambdaGives);
      await expect.poll(async () => (await read()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
      return read();
    };
    return { store, client, table, ports, failed, published, records };
  };

  /** As Lambda reads a shard: batch after batch, from the first record that failed on. */
  async function readOut(records: readonly DynamoDBRecord[], ports: Ports): Promise<void> {
    const publishChanges = onStream(notifyFunction, handle, async () => ports);
    let from = 0;
    for (let batches = 0; from < records.length; batches += 1) {
      if (batches > 2 * records.length) throw new Error(`the stream stands still at ${from}`);
      const batch = records.slice(from, from + BATCH);
      const [first] = failedIn(await publishChanges({ Records: [...batch] }, CONTEXT));
      const failedAt = batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === first);
      from += first === undefined ? batch.length : failedAt;
    }
  }

  it("is published to subscribers, every version of each resource in its order, although the topic fails in between", async () => {
    const { store, ports, published, failed, records } = await open();
    await store.pools.save(aPool());
    let [one, two] = [inState("preparing"), inState("preparing", { id: instanceNo(2) })];
    await store.records.commit({ instance: one });
    await store.records.commit({ instance: two, claim: aClaim() });
    for (let version = 2; version <= 5; version += 1) {
      one = next(one, { signals: {} });
      two = next(two, { signals: {} });
      await store.records.commit({ instance: one });
      await store.records.commit({ instance: two });
    }
    let calls = 0;
    const flaky: Ports["publisher"] = {
      async publish(notices) {
        calls += 1;
        if (calls % 2 === 0) return ports.publisher.publish(notices);
        const [first, ...rest] = notices;
        const threads = rest.filter(({ resource }) => resource.id !== first?.resource.id);
        await ports.publisher.publish(threads);
        const error = new PortError("retryable", "InternalError", "away");
        return notices.flatMap((notice, index) => (threads.includes(notice) ? [] : [{ index, error }]));
      },
    };
    await readOut(await records(13), { ...ports, publisher: flaky });
    for (const resource of [one.id, two.id])
      expect([...new Set(published)].filter((id) => id.startsWith(resource))).toEqual(
        [1, 2, 3, 4, 5].map((version) => `${resource}:${version}`),
      );
    expect(published).toEqual(expect.arrayContaining([`${POOL}:1`, `${aClaim().id}:1`]));
    expect(failed).toEqual([]);
  });

  it("is published past a record that somebody else wrote, which is kept as it came", async () => {
    const { store, client, table, ports, published, failed, records } = await open();
    await store.records.commit({ instance: anInstance() });
    const unmanaged = { ...instanceKey(POOL, instanceNo(9)), doc: { id: instanceNo(9), state: "asleep" }, version: 1 };
    await client.send(new PutCommand({ TableName: table, Item: unmanaged }));
    await store.records.commit({ instance: anInstance({ id: instanceNo(2) }) });
    const all = await records(5);
    await readOut(all, ports);
    expect(published).toEqual([`${instanceNo(1)}:1`, `${instanceNo(2)}:1`]);
    const kept = failed.map((text) => JSON.parse(text).detail);
    expect(kept).toMatchObject([{ error: { code: "Unreadable" }, leftOut: [] }]);
    expect(all).toContainEqual(kept[0].record);
    expect(kept[0].record.dynamodb.Keys.sk.S).toBe(`INSTANCE#${instanceNo(9)}`);
  });

  it("is published from a kept record when that is given to the function again, its reason mended", async () => {
    const { store, ports, published, failed, records } = await open();
    await store.records.commit({ instance: anInstance() });
    const refusing: Ports["publisher"] = {
      publish: async (notices) =>
        notices.map((_, index) => ({ index, error: new PortError("terminal", "InvalidParameter", "refused") })),
    };
    await readOut(await records(2), { ...ports, publisher: refusing });
    expect(published).toEqual([]);
    const again = failed.map((text) => JSON.parse(text).detail.record);
    await readOut(again, ports);
    expect(published).toEqual([`${instanceNo(1)}:1`]);
    expect(failed).toHaveLength(1);
  });
});
