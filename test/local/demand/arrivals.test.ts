import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../../core/model/time.ts";
import { arrivalsFrom, type Shape } from "../../../local/demand/arrivals.ts";
import { streams } from "../../../local/random.ts";

const DAY_S = DAY_MS / 1_000;
const shape = (changes: Partial<Shape> = {}): Shape => ({
  bucketSeconds: 1,
  scale: 1,
  batch: 1,
  fromDay: 0,
  days: 1,
  ...changes,
});
const everyMinute = Array.from({ length: 3 * 1_440 }, (_, minute) => ({ atSeconds: minute * 60, count: 10 }));
const play = (changes: Partial<Shape>, seed = 1) => arrivalsFrom(everyMinute, shape(changes), streams(seed));

describe("the arrivals of a trace", () => {
  test("come in order, as many as it counts, each within its bucket", () => {
    const rows = [
      { atSeconds: 0, count: 2 },
      { atSeconds: 300, count: 1 },
    ];
    const arrivals = arrivalsFrom(rows, shape({ bucketSeconds: 300 }), streams(1));
    const times = arrivals.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.map((at) => Math.floor(at / 300_000))).toEqual([0, 0, 1]);
  });

  test("are those of the days played, counted from the first of them", () => {
    const rows = [0, 1, 2, 3].map((day) => ({ atSeconds: day * DAY_S + 5, count: day + 1 }));
    const arrivals = arrivalsFrom(rows, shape({ fromDay: 1, days: 2 }), streams(1));
    expect(arrivals.map(({ atMs }) => Math.floor(atMs / DAY_MS))).toEqual([0, 0, 1, 1, 1]);
  });

  test.each([0.1, 0.5, 2.5])("are thinned or multiplied by %d on average", (scale) =>
    expect(play({ scale }).length / (14_400 * scale)).toBeCloseTo(1, 1),
  );

  test("make as many claims each as the batch says", () =>
    expect(play({ batch: 8 }).every(({ claims }) => claims === 8)).toBe(true));

  test("are the same for a seed and others for another", () => {
    expect(play({ scale: 0.5 })).toEqual(play({ scale: 0.5 }));
    expect(play({ scale: 0.5 }, 2)).not.toEqual(play({ scale: 0.5 }));
  });

  test("of one day are the same whichever day a play begins with", () => {
    const second = play({ scale: 0.5, days: 2 }).filter(({ atMs }) => atMs >= DAY_MS);
    expect(play({ scale: 0.5, fromDay: 1 })).toEqual(second.map((each) => ({ ...each, atMs: each.atMs - DAY_MS })));
  });
});
