import { describe, expect, test } from "vitest";
import { generatedTrace } from "../../../local/demand/generator.ts";
import { streams } from "../../../local/random.ts";

const DAYS = 20;
const trace = generatedTrace(DAYS, streams(1));
const between = (fromHour: number, toHour: number): number =>
  trace
    .filter(({ atSeconds }) => {
      const hour = (atSeconds / 3_600) % 24;
      return hour >= fromHour && hour < toHour;
    })
    .reduce((sum, { count }) => sum + count, 0);

describe("a generated day", () => {
  test("has about two hundred arrivals", () => {
    expect(between(0, 24) / DAYS).toBeGreaterThan(150);
    expect(between(0, 24) / DAYS).toBeLessThan(250);
  });

  test("is busy in the middle and quiet at night", () => expect(between(11, 16)).toBeGreaterThan(3 * between(0, 5)));

  test("has bursts: more within three minutes than a steady rate would bring in a month", () => {
    const most = trace.map(
      ({ atSeconds }) =>
        trace.filter((other) => other.atSeconds >= atSeconds && other.atSeconds < atSeconds + 180).length,
    );
    expect(Math.max(...most)).toBeGreaterThanOrEqual(8);
  });

  test("is in order of time, and the same for the same seed", () => {
    expect(trace.every(({ atSeconds }, at) => at === 0 || atSeconds > trace[at - 1]!.atSeconds)).toBe(true);
    expect(generatedTrace(DAYS, streams(1))).toEqual(trace);
    expect(generatedTrace(DAYS, streams(2))).not.toEqual(trace);
  });
});
