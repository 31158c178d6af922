import { describe, expect, test } from "vitest";
import { DYNAMODB } from "../../core/model/aws-behaviour.ts";
import type { Written } from "../../core/ports/store.ts";
import { streams } from "../../local/random.ts";
import { stream } from "../../local/stream.ts";
import { Scheduler } from "../../local/time/scheduler.ts";
import { anInstance, EPOCH, instanceNo } from "../builders.ts";

const write = (nth: number, version: number): Written => ({
  kind: "instance",
  after: anInstance({ id: instanceNo(nth), version }),
});

function open(failures: number) {
  const scheduler = new Scheduler(EPOCH);
  const told: string[] = [];
  const dead: string[] = [];
  let left = failures;
  const writes = stream({
    scheduler,
    random: streams(1)("stream"),
    async publish(batch) {
      for (const [index, { after }] of batch.entries()) {
        await scheduler.sleep(after.version === 1 ? 50 : 1);
        if (left-- > 0) return { stopped: { index, error: new Error("not told") } };
        if ("id" in after) told.push(`${Number.parseInt(after.id.slice(2), 16)}:${after.version}`);
      }
      return {};
    },
    onDead: ({ after }, error) => dead.push(`${after.version}: ${error}`),
  });
  return { scheduler, writes, told, dead };
}

describe("the store's stream", () => {
  test("publishes an item's writes in their order, and items independently", async () => {
    const { scheduler, writes, told } = open(0);
    for (const version of [1, 2, 3]) for (const nth of [1, 2]) writes.put(write(nth, version));
    expect(writes.waiting()).toBe(6);
    await scheduler.run(EPOCH + 10_000);
    expect(told.filter((each) => each.startsWith("1:"))).toEqual(["1:1", "1:2", "1:3"]);
    expect(told.filter((each) => each.startsWith("2:"))).toEqual(["2:1", "2:2", "2:3"]);
    expect(writes.waiting()).toBe(0);
  });

  test("publishes again what failed, before anything later of its item", async () => {
    const { scheduler, writes, told, dead } = open(3);
    for (const version of [1, 2]) writes.put(write(1, version));
    await scheduler.run(EPOCH + 60_000);
    expect(told).toEqual(["1:1", "1:2"]);
    expect(dead).toEqual([]);
  });

  test("publishes what has gathered as one batch, and goes on from the first that was not published", async () => {
    const scheduler = new Scheduler(EPOCH);
    const batches: number[][] = [];
    const writes = stream({
      scheduler,
      random: streams(1)("stream"),
      async publish(batch) {
        batches.push(batch.map(({ after }) => after.version));
        return batches.length === 1 ? { stopped: { index: 1, error: new Error("not told") } } : {};
      },
      onDead: () => {},
    });
    for (const version of [1, 2, 3]) writes.put(write(1, version));
    await scheduler.run(EPOCH + 60_000);
    expect(batches).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect(writes.waiting()).toBe(0);
  });

  test("forgets a write after a day, and goes on", async () => {
    const { scheduler, writes, told, dead } = open(Number.POSITIVE_INFINITY);
    writes.put(write(1, 1));
    await scheduler.run(EPOCH + DYNAMODB.streamKeptMs - 2_000);
    expect(dead).toEqual([]);
    await scheduler.run(EPOCH + DYNAMODB.streamKeptMs + 2_000);
    expect(dead).toEqual(["1: Error: not told"]);
    expect(writes.waiting()).toBe(0);
    expect(told).toEqual([]);
  });

  test("goes on with the younger writes of an item when it forgets the oldest", async () => {
    const scheduler = new Scheduler(EPOCH);
    const told: number[] = [];
    const dead: number[] = [];
    const writes = stream({
      scheduler,
      random: streams(1)("stream"),
      publish: async (batch) => {
        if (batch[0]?.after.version === 1) return { stopped: { index: 0, error: new Error("not told") } };
        told.push(...batch.map(({ after }) => after.version));
        return {};
      },
      onDead: ({ after }) => dead.push(after.version),
    });
    writes.put(write(1, 1));
    scheduler.after(60_000, () => writes.put(write(1, 2)));
    await scheduler.run(EPOCH + DYNAMODB.streamKeptMs + 30_000);
    expect([dead, told]).toEqual([[1], [2]]);
  });
});
