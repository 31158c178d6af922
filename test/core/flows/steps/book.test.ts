import { describe, expect, it } from "vitest";
import { bucketOf } from "../../../../core/delivery/histogram.ts";
import { book as bookAll, bookingOf } from "../../../../core/flows/steps/book.ts";
import { coldTimes } from "../../../../core/flows/steps/cold-times.ts";
import { coldOf, dayOf, idleOf } from "../../../../core/model/tally.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../../core/model/time.ts";
import { PortError } from "../../../../core/ports/errors.ts";
import type { Counters, Ports } from "../../../../core/ports/ports.ts";
import type { Written } from "../../../../core/ports/store.ts";
import { aClaim, EPOCH, inState, POOL } from "../../../builders.ts";
import { stage } from "../stage.ts";

const DAY = dayOf(EPOCH);
const leftWarm: Written = {
  kind: "instance",
  before: inState("warm"),
  after: inState("handing-over", { since: EPOCH + HOUR_MS }),
};
const readyAfter = (ms: number, at = EPOCH): Written => {
  const launchedAt = at - ms;
  const after = inState("parking", { launchedAt, readyAt: at });
  return {
    kind: "instance",
    before: inState("preparing", { launchedAt }),
    after: { ...after, last: { ...after.last, at } },
  };
};
const held = aClaim({ kind: "hit", state: "leased" });
const handOver = { waitMs: 0, prepareMs: 0, configureMs: 0, startMs: 10_000, bootMs: 25_000, verifyMs: 5_000 };
const delivered: Written = {
  kind: "claim",
  before: held,
  after: { ...held, state: "delivered", deliveredAt: EPOCH + 40 * SECOND_MS, handOver },
};

const book = (ports: Pick<Ports, "tallies" | "counters">, writes: readonly Written[]) =>
  bookAll(
    ports,
    writes.flatMap((written) => bookingOf(written) ?? []),
  );

/** A stage whose counters print everything they count, as text. */
async function telling() {
  const on = await stage();
  const told: string[] = [];
  const say = (name: string, value: number, dimensions = {}) =>
    void told.push([name, ...Object.values(dimensions), value].join(" "));
  const counters: Counters = { count: (name, dimensions) => say(name, 1, dimensions), time: say, amount: say };
  return { on, told, ports: { ...on.ports, counters } };
}

describe("booking", () => {
  it("adds what it cost to have an instance wait to its pool's day", async () => {
    const { on, ports, told } = await telling();
    await book(ports, [leftWarm]);
    expect(await on.ports.tallies.latest(idleOf(POOL), 9)).toEqual([
      { day: DAY, amounts: { "09 ms": HOUR_MS, "09 nUSD": 11_000_000 } },
    ]);
    expect(told).toEqual(["idle-usd win-build 0.011"]);
  });

  it("adds a launch's time to the pool's cold times, on the day it was ready", async () => {
    const { on, ports } = await telling();
    await book(ports, [readyAfter(4 * MINUTE_MS)]);
    expect(await on.ports.tallies.latest(coldOf(POOL), 9)).toEqual([
      { day: DAY, amounts: { [bucketOf(4 * MINUTE_MS)]: 1 } },
    ]);
  });

  it("makes one addition of a batch, for each day and what is counted", async () => {
    const { on, ports } = await telling();
    await book(ports, [leftWarm, leftWarm, readyAfter(MINUTE_MS), readyAfter(MINUTE_MS), readyAfter(2 * MINUTE_MS)]);
    expect(on.calls).toEqual(["tallies.add", "tallies.add"]);
    expect(await coldTimes(on.ports, POOL)).toMatchObject({ launches: 3 });
  });

  it("reports a delivered claim once: its kind, each stage, and what it was saved", async () => {
    const { ports, told } = await telling();
    await book(ports, [readyAfter(4 * MINUTE_MS), delivered, { ...delivered, before: delivered.after as typeof held }]);
    expect(told).toEqual([
      "hit-rate win-build 1",
      "hand-over win-build hit 40000",
      "hand-over-stage win-build hit wait 0",
      "hand-over-stage win-build hit prepare 0",
      "hand-over-stage win-build hit configure 0",
      "hand-over-stage win-build hit start 10000",
      "hand-over-stage win-build hit boot 25000",
      "hand-over-stage win-build hit verify 5000",
      expect.stringMatching(/^saved win-build hit (?:199|200)\d{3}$/),
    ]);
  });

  it("reports nothing of what was saved while the pool has launched nothing", async () => {
    const { ports, told } = await telling();
    await book(ports, [delivered]);
    expect(told.filter((line) => line.startsWith("saved"))).toEqual([]);
  });

  it("asks nothing of anybody for writes that report nothing of it", async () => {
    const { on, ports, told } = await telling();
    await book(ports, [
      { kind: "claim", after: held },
      { kind: "instance", after: inState("launching") },
    ]);
    expect([on.calls, told]).toEqual([[], []]);
  });

  it("counts what could not be booked, and goes on", async () => {
    const { on, ports, told } = await telling();
    on.before("tallies.add", () => Promise.reject(new PortError("retryable", "Away", "away")));
    await book(ports, [leftWarm, readyAfter(MINUTE_MS)]);
    expect(told).toEqual(["idle-usd win-build 0.011", "booking-lost win-build 1"]);
    expect(await coldTimes(on.ports, POOL)).toMatchObject({ launches: 1 });
  });
});

describe("a write that cannot be booked", () => {
  const broken = (written: Written, before: object): Written =>
    ({ ...written, before: { ...("before" in written && written.before), ...before } }) as Written;

  it.each<[string, Written]>([
    ["of an instance without its terms", broken(leftWarm, { terms: undefined })],
    ["of an instance that was warm since nobody knows when", broken(leftWarm, { since: undefined })],
    [
      "of an instance launched nobody knows when",
      { ...readyAfter(1), after: inState("parking", { readyAt: EPOCH, launchedAt: undefined as never }) } as Written,
    ],
    [
      "of a claim asked for nobody knows when",
      { ...delivered, after: { ...delivered.after, requestedAt: undefined } } as never,
    ],
    [
      "of a claim with a stage that is no time",
      { ...delivered, after: { ...delivered.after, handOver: { ...handOver, bootMs: "long" } } } as never,
    ],
  ])("%s says so, rather than that it has nothing to book", (_, written) => {
    expect(() => bookingOf(written)).toThrow(TypeError);
  });
});

describe("the cold times of a pool", () => {
  it("are unknown before it launched", async () => {
    expect(await coldTimes((await stage()).ports, POOL)).toBeUndefined();
  });

  it("are those of the latest days on which it launched, within the histogram's error", async () => {
    const { on, ports } = await telling();
    for (const [days, minutes] of [
      [9, 60],
      [2, 4],
      [1, 5],
      [0, 6],
    ] as const)
      await book(ports, [readyAfter(minutes * MINUTE_MS, EPOCH - days * DAY_MS)]);
    const { launches, p50Ms, p99Ms } = (await coldTimes(on.ports, POOL))!;
    expect(launches).toBe(3);
    expect(Math.abs(p50Ms / (5 * MINUTE_MS) - 1)).toBeLessThan(1 / 128);
    expect(Math.abs(p99Ms / (6 * MINUTE_MS) - 1)).toBeLessThan(1 / 128);
  });
});
