import { describe, expect, it } from "vitest";
import { pathReport, tallied } from "../../../core/delivery/report.ts";
import { decidedAt } from "../../../core/model/delivery.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { aWindow, startOf } from "./windows.ts";

const OVER = decidedAt(startOf(0));

describe("a window", () => {
  const window = aWindow(0, [0, 1, 2, 3], { 0: 100, 2: 300 }, { doubles: 2 });

  it("holds what is not here undecided until its grace is over, and lost from that moment on", () => {
    const missing = { sent: 4, arrived: 2, doubles: 2 };
    expect(tallied(window, OVER - 1)).toEqual({ ...missing, lost: 0, undecided: 2 });
    expect(tallied(window, OVER)).toEqual({ ...missing, lost: 2, undecided: 0 });
  });

  it("finds lost again what arrives after all", () => {
    const after = { ...window, arrived: [...window.arrived, { seq: 1, at: OVER + MINUTE_MS }] };
    expect(tallied(after, OVER + MINUTE_MS)).toMatchObject({ lost: 1, arrived: 3 });
  });

  it("counts as sent what arrived though its call was not answered", () => {
    expect(tallied(aWindow(0, [0], { 0: 100, 7: 200 }), OVER)).toMatchObject({ sent: 2, arrived: 2, lost: 0 });
  });
});

describe("a path's report", () => {
  it("adds its windows up, and measures over all that were sent, here or not", () => {
    const windows = [
      aWindow(0, [0, 1], { 0: 0 }, { doubles: 1 }),
      aWindow(9, [0, 1, 2], { 0: 0, 1: 0 }, { doubles: 3 }),
    ];
    const report = pathReport("sns-sqs", windows, startOf(9) + MINUTE_MS);
    expect(report).toMatchObject({ sent: 5, arrived: 3, lost: 1, undecided: 1, doubles: 4, longest: 100 });
    expect(report.curve).toEqual([{ ms: 100, count: 3, p: 0.6 }]);
    expect(report.quantiles[0]).toEqual({ of: 0.5, ms: 100 });
  });

  it("finds the longest silence between two arrivals, over the ends of windows, in the order they came", () => {
    const windows = [
      aWindow(0, [0, 1, 2], { 0: MINUTE_MS, 1: 3 * MINUTE_MS, 2: 2 * MINUTE_MS }),
      aWindow(1, [0], { 0: 2 * MINUTE_MS }),
    ];
    expect(pathReport("sns-sqs", windows, startOf(1) + 3 * MINUTE_MS).silence).toEqual({
      ms: 4 * MINUTE_MS,
      from: startOf(0) + 3 * MINUTE_MS,
      until: startOf(1) + 2 * MINUTE_MS,
    });
  });

  it("reports a silence that lasts", () => {
    const windows = [aWindow(0, [0, 1], { 0: 0, 1: MINUTE_MS })];
    const from = startOf(0) + MINUTE_MS;
    expect(pathReport("sns-sqs", windows, from + MINUTE_MS + 1).silence).toEqual({ ms: MINUTE_MS + 1, from });
  });

  it("is silent from the first window on where nothing ever arrived", () => {
    expect(pathReport("sns-sqs", [aWindow(0, [0, 1], {})], OVER)).toMatchObject({
      lost: 2,
      silence: { ms: OVER - startOf(0), from: startOf(0) },
      curve: [],
    });
  });

  it("of a path that nobody probed knows nothing", () => {
    const report = pathReport("bus-sqs", [], OVER);
    expect(report).toMatchObject({ path: "bus-sqs", sent: 0, lost: 0 });
    expect(report).not.toHaveProperty("silence");
    expect(report).not.toHaveProperty("longest");
  });
});
