import { describe, expect, test } from "vitest";
import { RECEIVES_MAX, VISIBILITY_MS } from "../../local/assumptions.ts";
import { fifoQueue, type Queue, type QueueParts, standardQueue } from "../../local/queues.ts";
import type { Random } from "../../local/random.ts";
import { Scheduler } from "../../local/time/scheduler.ts";
import { EPOCH } from "../builders.ts";

/** Everything takes its median, and nothing happens by chance unless it must. */
const calm: Random = {
  unit: () => 0,
  chance: (probability) => probability >= 1,
  between: (low) => low,
  timing: ({ p50 }) => p50,
  gap: (mean) => mean,
  whole: Math.floor,
};
const always: Random = { ...calm, chance: () => true };
const DELIVERY = 16;

function open(make: (parts: QueueParts) => Queue, { random = calm, fails = () => false as boolean } = {}) {
  const scheduler = new Scheduler(EPOCH);
  const received: string[] = [];
  const dead: string[] = [];
  const queue = make({
    scheduler,
    random,
    async receive(text) {
      received.push(`${scheduler.now() - EPOCH} ${text}`);
      await scheduler.sleep(10);
      if (fails()) throw new Error("not done");
    },
    onDead: (text, error) => dead.push(`${text}: ${error}`),
  });
  return { scheduler, queue, received, dead };
}

const failingTimes = (times: number) => {
  let left = times;
  return { fails: () => left-- > 0 };
};

describe("a standard queue", () => {
  test("holds a message back until it is due", async () => {
    const { scheduler, queue, received } = open(standardQueue);
    queue.send("later", EPOCH + 5_000);
    queue.send("now", EPOCH);
    await scheduler.run(EPOCH + 10_000);
    expect(received).toEqual([`${DELIVERY} now`, `${5_000 + DELIVERY} later`]);
  });

  test("delivers again, after the visibility timeout, what was not done", async () => {
    const { scheduler, queue, received, dead } = open(standardQueue, failingTimes(1));
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(received).toEqual([`${DELIVERY} work`, `${DELIVERY + 10 + VISIBILITY_MS + DELIVERY} work`]);
    expect(dead).toEqual([]);
  });

  test("gives a message up after its last receive, and says why", async () => {
    const { scheduler, queue, received, dead } = open(standardQueue, failingTimes(99));
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(received).toHaveLength(RECEIVES_MAX);
    expect(dead).toEqual(["work: Error: not done"]);
  });

  test("delivers some messages twice", async () => {
    const { scheduler, queue, received } = open(standardQueue, { random: always });
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 1_000);
    expect(received).toHaveLength(2);
  });

  test("is busy while a message is worked on", async () => {
    const { scheduler, queue } = open(standardQueue);
    queue.send("work", EPOCH);
    expect(queue.busy()).toBe(0);
    await scheduler.run(EPOCH + DELIVERY);
    expect(queue.busy()).toBe(1);
    await scheduler.run(EPOCH + DELIVERY + 10);
    expect(queue.busy()).toBe(0);
  });
});

describe("a FIFO queue", () => {
  const byFirstLetter = (parts: QueueParts) => fifoQueue({ ...parts, groupOf: (text) => text.charAt(0) });

  test("works on a group's messages one after the other, and on groups side by side", async () => {
    const { scheduler, queue, received } = open(byFirstLetter);
    for (const text of ["a1", "a2", "b1"]) queue.send(text, EPOCH);
    await scheduler.run(EPOCH + 1_000);
    expect(received).toEqual([`${DELIVERY} a1`, `${DELIVERY} b1`, `${2 * DELIVERY + 10} a2`]);
  });

  test("holds a group up behind a message that failed, and no other group", async () => {
    const { scheduler, queue, received } = open(byFirstLetter, failingTimes(1));
    for (const text of ["a1", "a2", "b1"]) queue.send(text, EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(received.map((line) => line.split(" ")[1])).toEqual(["a1", "b1", "a1", "a2"]);
  });

  test("goes on with the next after a message is given up", async () => {
    const { scheduler, queue, received, dead } = open(byFirstLetter, failingTimes(RECEIVES_MAX));
    for (const text of ["a1", "a2"]) queue.send(text, EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(dead).toEqual(["a1: Error: not done"]);
    expect(received.at(-1)).toContain("a2");
  });
});
