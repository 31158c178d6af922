import { describe, expect, test } from "vitest";
import { LAMBDA } from "../../core/model/aws-behaviour.ts";
import { retryDelayMs } from "../../core/model/retries.ts";
import { PortError } from "../../core/ports/errors.ts";
import { fifoQueue, type Queue, type QueueParts, type QueueRules, standardQueue } from "../../local/queues.ts";
import type { Random } from "../../local/random.ts";
import { InvocationLost } from "../../local/seam.ts";
import { slots } from "../../local/slots.ts";
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

const ROW: QueueRules = {
  timeoutMs: 5_000,
  visibilityMs: 30_000,
  firstMs: 2_000,
  growth: 2,
  mostMs: 8_000,
  receives: 5,
  recursion: "none",
};
/** When a message that failed so often comes again. */
const againMs = (receives: number, key = "work") => retryDelayMs(ROW, { receives, key, retryAfterMs: undefined });

interface Opened {
  readonly random?: Random;
  readonly fails?: () => boolean;
  readonly error?: Error;
  readonly row?: Partial<QueueRules>;
  readonly concurrency?: number;
}

function open(make: (parts: QueueParts) => Queue, how: Opened = {}) {
  const { random = calm, fails = () => false, error = new Error("not done"), row, concurrency } = how;
  const scheduler = new Scheduler(EPOCH);
  const received: string[] = [];
  const dead: string[] = [];
  const queue = make({
    scheduler,
    random,
    name: "worker",
    row: { ...ROW, ...row },
    ...(concurrency !== undefined && { slots: slots(concurrency) }),
    async receive(text) {
      received.push(`${scheduler.now() - EPOCH} ${text}`);
      await scheduler.sleep(10);
      if (fails()) throw error;
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

  test("delivers again, when its row says, what was not done", async () => {
    const { scheduler, queue, received, dead } = open(standardQueue, failingTimes(2));
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 600_000);
    const second = DELIVERY + 10 + againMs(1) + DELIVERY;
    const third = second + 10 + againMs(2) + DELIVERY;
    expect(received).toEqual([`${DELIVERY} work`, `${second} work`, `${third} work`]);
    expect(dead).toEqual([]);
  });

  test("delivers again, when the error says, what was not done", async () => {
    const error = new PortError("retry-after", "Throttled", "slow down", { retryAfterMs: 20_000 });
    const { scheduler, queue, received } = open(standardQueue, { ...failingTimes(1), error });
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(Number(received[1]?.split(" ")[0])).toBeGreaterThanOrEqual(20_000);
  });

  test("delivers again, after the visibility timeout, what nobody answered for", async () => {
    const { scheduler, queue, received } = open(standardQueue, {
      ...failingTimes(1),
      error: new InvocationLost("died"),
    });
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(received).toEqual([`${DELIVERY} work`, `${DELIVERY + 10 + ROW.visibilityMs + DELIVERY} work`]);
  });

  test("counts a receive for which no concurrency was left, and gives up what was throttled too often", async () => {
    const { scheduler, queue, received, dead } = open(standardQueue, { concurrency: 0 });
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 4 * ROW.visibilityMs);
    expect(dead).toEqual([]);
    await scheduler.run(EPOCH + 5 * ROW.visibilityMs);
    expect(received).toEqual([]);
    expect(dead).toEqual(["work: InvocationLost: no concurrency was left for worker"]);
  });

  test("has a throttled message come again after the visibility timeout, once there is room", async () => {
    const { scheduler, queue, received } = open(standardQueue, { concurrency: 1 });
    for (const text of ["one", "two"]) queue.send(text, EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(received).toEqual([`${DELIVERY} one`, `${DELIVERY + ROW.visibilityMs + DELIVERY} two`]);
  });

  test("receives no more at once than its function may run, which costs no receive", async () => {
    const { scheduler, queue, received } = open(standardQueue, { row: { atOnce: 2, receives: 1 } });
    for (const text of ["one", "two", "three"]) queue.send(text, EPOCH);
    await scheduler.run(EPOCH + DELIVERY);
    expect(queue.depth()).toMatchObject({ waiting: 1, underWay: 2 });
    await scheduler.run(EPOCH + 1_000);
    expect(received).toEqual([`${DELIVERY} one`, `${DELIVERY} two`, `${DELIVERY + 10} three`]);
  });

  test("gives a message up after its last receive, and says why", async () => {
    const { scheduler, queue, received, dead } = open(standardQueue, failingTimes(99));
    queue.send("work", EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(received).toHaveLength(ROW.receives);
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
    const { scheduler, queue, received, dead } = open(byFirstLetter, failingTimes(ROW.receives));
    for (const text of ["a1", "a2"]) queue.send(text, EPOCH);
    await scheduler.run(EPOCH + 600_000);
    expect(dead).toEqual(["a1: Error: not done"]);
    expect(received.at(-1)).toContain("a2");
  });
});

describe("a function that sends to itself", () => {
  const chained = (recursion: QueueRules["recursion"]) => {
    const scheduler = new Scheduler(EPOCH);
    const runs: string[] = [];
    const dead: string[] = [];
    const queue: Queue = standardQueue({
      scheduler,
      random: calm,
      name: "worker",
      row: { ...ROW, recursion },
      async receive(text) {
        await scheduler.sleep(10);
        runs.push(text);
        queue.send(`${Number(text) + 1}`, scheduler.now());
      },
      onDead: (text, error) => dead.push(`${text}: ${error}`),
    });
    return { scheduler, queue, runs, dead };
  };

  test("is cut after so many invocations of one chain, and its message goes to the dead-letter queue", async () => {
    const { scheduler, queue, runs, dead } = chained("none");
    queue.send("1", EPOCH);
    await scheduler.run(EPOCH + 60_000);
    expect(runs).toHaveLength(LAMBDA.chainInvocationsMax);
    expect(dead).toEqual(["17: PortError: RecursiveInvocationsDropped: worker ran 16 times in one chain"]);
  });

  test("goes on where that is allowed", async () => {
    const { scheduler, queue, runs, dead } = chained("allowed");
    queue.send("1", EPOCH);
    await scheduler.run(EPOCH + 60_000);
    expect(runs.length).toBeGreaterThan(10 * LAMBDA.chainInvocationsMax);
    expect(dead).toEqual([]);
  });

  test("begins a chain with each message that comes from elsewhere", async () => {
    const { scheduler, queue, dead } = chained("none");
    for (const from of ["101", "201"]) queue.send(from, EPOCH);
    await scheduler.run(EPOCH + 60_000);
    expect(dead.map((each) => each.split(":")[0])).toEqual(["117", "217"]);
  });
});
