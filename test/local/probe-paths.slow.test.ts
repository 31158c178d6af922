import { describe, expect, test } from "vitest";
import type { DeliveryAnswer, PathAnswer } from "../../cli/delivery-answer.ts";
import { quantilesOf } from "../../core/delivery/curve.ts";
import { bucketOf, merged, RELATIVE_ERROR } from "../../core/delivery/histogram.ts";
import { type DelayBuckets, PROBE_PATHS, type Probe, type ProbePath } from "../../core/model/delivery.ts";
import { PROBE_GRACE_MS, PROBE_TICK_MS, PROBE_WINDOW_MS, PROBES_PER_TICK } from "../../core/model/limits.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import { localCloud } from "../../local/cloud.ts";
import type { KnownDelays } from "../../local/probe-paths.ts";
import { streams } from "../../local/random.ts";
import { EPOCH } from "../builders.ts";

const END = EPOCH + 3 * HOUR_MS;

/** Three hours of probes, and a while for those to be decided; what the API reports of them, and what went out. */
async function probed(known?: KnownDelays) {
  const until = END + PROBE_WINDOW_MS + PROBE_GRACE_MS + PROBE_TICK_MS / 2;
  const sent: { readonly probe: Probe; readonly delays: readonly number[] }[] = [];
  const noted: KnownDelays = (probe) => {
    const delays = known!(probe);
    sent.push({ probe, delays });
    return delays;
  };
  const cloud = localCloud({ seed: 1, start: EPOCH, probes: known ? { known: noted } : {} });
  await cloud.run(until);
  let answer: DeliveryAnswer | undefined;
  cloud.scheduler.after(0, async () => {
    const response = await cloud.api.fetch(new Request("http://plane/delivery?since=4h"));
    answer = (await response.json()) as DeliveryAnswer;
  });
  await cloud.run(until + SECOND_MS);
  const pathOf = (path: ProbePath): PathAnswer => answer!.paths.find((each) => each.path === path)!;
  return { cloud, sent, pathOf };
}

const within = (told: number, truth: number) =>
  expect(Math.abs(told - truth), `${told} for ${truth}`).toBeLessThanOrEqual(truth * RELATIVE_ERROR);

/** Delays between 100 ms and 20 s, a loss in 50, a double in 25, each known by the probe's own numbers. */
const drawn: KnownDelays = ({ path, start, seq }) => {
  const random = streams(7)(`${path}/${start}/${seq}`);
  if (random.chance(0.02)) return [];
  const first = Math.round(100 * 200 ** random.unit());
  return random.chance(0.04) ? [first, first + 3 * SECOND_MS] : [first];
};

describe("delays, losses and doubles that are put in", () => {
  test.each(PROBE_PATHS)("come out of the report of %s, times within the stated error", async (path) => {
    const { sent, pathOf } = await probed(drawn);
    const report = pathOf(path);
    const mine = sent.filter(({ probe }) => probe.path === path);
    const arrived = mine.filter(({ delays }) => delays.length > 0).map(({ delays }) => delays[0]!);
    const late = mine.filter(({ delays, probe }) => delays.length === 0 && probe.start > END);

    expect(mine.length).toBeGreaterThan(1_000);
    expect(report).toMatchObject({
      sent: mine.length,
      arrived: arrived.length,
      lost: mine.length - arrived.length - late.length,
      undecided: late.length,
      doubles: mine.filter(({ delays }) => delays.length > 1).length,
    });
    expect(report.lost).toBeGreaterThan(20);

    const sorted = arrived.toSorted((one, other) => one - other);
    within(report.maxMs!, sorted.at(-1)!);
    const all = mine.length;
    const truth = quantilesOf(sorted.map((ms): DelayBuckets => ({ [bucketOf(ms)]: 1 })).reduce(merged, {}), all);
    expect(report.quantiles).toEqual(truth);
    for (const of of [0.5, 0.9]) {
      const told = report.quantiles.find((each) => each.of === of)!;
      within("ms" in told ? told.ms : Number.NaN, sorted[Math.ceil(all * of) - 1]!);
    }
    expect(report.quantiles.find(({ of }) => of === 0.99)).toEqual({ of: 0.99, unknown: "missing" });
    for (const { ms, p } of report.curve) expect(p * all).toBeCloseTo(sorted.filter((each) => each <= ms).length, 6);
  });

  test.each(PROBE_PATHS)("show where %s was silent", async (path) => {
    const [from, to] = [EPOCH + HOUR_MS, EPOCH + HOUR_MS + 12 * MINUTE_MS];
    const { pathOf } = await probed((probe) =>
      probe.path === path && probe.sentAt > from && probe.sentAt < to ? [] : [200],
    );
    const report = pathOf(path);
    expect(report.silence!.ms).toBeGreaterThan(12 * MINUTE_MS);
    expect(report.silence!.ms).toBeLessThan(14 * MINUTE_MS);
    expect(Date.parse(report.silence!.from)).toBeGreaterThan(from - MINUTE_MS);
    expect(report.lost).toBe(12 * PROBES_PER_TICK);
    for (const other of PROBE_PATHS.filter((each) => each !== path)) {
      expect(pathOf(other)).toMatchObject({ lost: 0 });
      expect(pathOf(other).silence!.ms).toBeLessThan(PROBE_TICK_MS + SECOND_MS);
    }
  });

  test("are counted once a loss, when it is one, and report an alert since when", async () => {
    const lossy = (probe: Probe) => probe.path === "sns-lambda" && probe.sentAt > END - 20 * MINUTE_MS;
    const { cloud, sent, pathOf } = await probed((probe) => (lossy(probe) ? [] : [150]));
    const { lost, lossSince } = pathOf("sns-lambda");
    expect(cloud.counters.total("delivery-lost", { path: "sns-lambda" })).toBe(lost);
    expect(cloud.counters.total("delivery-lost")).toBe(lost);
    const first = sent.find(({ delays }) => delays.length === 0)!.probe;
    expect(Date.parse(lossSince!)).toBe(first.start);
    expect(pathOf("bus-sqs")).not.toHaveProperty("lossSince");
  });

  test("are lost no more when they come after all", async () => {
    const { pathOf } = await probed(({ seq }) => (seq === 0 ? [PROBE_GRACE_MS + 2 * PROBE_WINDOW_MS] : [150]));
    expect(pathOf("bus-sqs")).toMatchObject({ doubles: 0, arrived: expect.any(Number) });
    expect(pathOf("bus-sqs").lost).toBeLessThan(4);
    within(pathOf("bus-sqs").maxMs!, PROBE_GRACE_MS + 2 * PROBE_WINDOW_MS);
  });
});

describe("the local cloud's own paths", () => {
  test("bring every probe, some of them twice, the topic's faster than the bus's", async () => {
    const { pathOf } = await probed();
    for (const path of PROBE_PATHS) {
      const report = pathOf(path);
      expect(report.sent).toBeGreaterThan(1_800);
      expect(report).toMatchObject({ lost: 0, arrived: report.sent - report.undecided });
      expect(report.doubles).toBeGreaterThan(0);
    }
    const median = (path: ProbePath) => {
      const [p50] = pathOf(path).quantiles;
      return p50 && "ms" in p50 ? p50.ms : Number.NaN;
    };
    expect(median("sns-lambda")).toBeLessThan(median("sns-sqs"));
    expect(median("sns-sqs")).toBeLessThan(median("bus-sqs"));
  });

  test("are not probed unless asked", async () => {
    const cloud = localCloud({ seed: 1, start: EPOCH });
    await cloud.run(EPOCH + HOUR_MS);
    for (const name of ["probe-tick", "probe-from-queue", "probe-from-topic"])
      expect(cloud.counters.total("handled", { function: name })).toBe(0);
    expect(cloud.counters.total("handled", { function: "plan-tick" })).toBeGreaterThan(0);
  });
});
