import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveOf, longestOf, QUANTILES, quantilesOf, samplesFor } from "../../../core/delivery/curve.ts";
import { bucketOf, merged, RELATIVE_ERROR } from "../../../core/delivery/histogram.ts";
import type { DelayBuckets } from "../../../core/model/delivery.ts";

const histogram = (of: readonly number[]): DelayBuckets =>
  of.map((ms): DelayBuckets => ({ [bucketOf(ms)]: 1 })).reduce(merged, {});
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

describe("a quantile", () => {
  it("is the time within which that part of all was delivered", () => {
    expect(quantilesOf(histogram(upTo(100)), 100)).toEqual([
      { of: 0.5, ms: 50 },
      { of: 0.9, ms: 90 },
      { of: 0.99, ms: 99 },
      { of: 0.999, unknown: "few" },
    ]);
  });

  it.each([
    [0.5, 2],
    [0.9, 10],
    [0.99, 100],
    [0.999, 1_000],
  ])("of %f takes %i samples, and is not reported with fewer", (of, samples) => {
    expect(samplesFor(of)).toBe(samples);
    const told = (count: number) => quantilesOf(histogram(upTo(count)), count).find((each) => each.of === of);
    expect(told(samples)).toHaveProperty("ms");
    expect(told(samples - 1)).toEqual({ of, unknown: "few" });
  });

  it("is never reached when more than the rest is missing: a loss takes for ever", () => {
    const lost = (count: number) =>
      quantilesOf(histogram(upTo(100 - count)), 100).map((each) => "ms" in each || each.unknown);
    expect(lost(1)).toEqual([true, true, true, "few"]);
    expect(lost(2)).toEqual([true, true, "missing", "few"]);
    expect(lost(51)).toEqual(["missing", "missing", "missing", "few"]);
  });

  it("of a thousand at p99.9 is the last but one", () => {
    const slow = histogram([
      ...upTo(120).flatMap((ms) => Array.from({ length: 8 }, () => ms)),
      ...Array(39).fill(121),
      127,
    ]);
    expect(quantilesOf(slow, 1_000).at(-1)).toEqual({ of: 0.999, ms: 121 });
  });

  it("of nothing is not known", () => {
    expect(quantilesOf({}, 0)).toEqual(QUANTILES.map((of) => ({ of, unknown: "few" })));
    expect(longestOf({})).toBeUndefined();
    expect(curveOf({}, 0)).toEqual([]);
  });
});

describe("the curve", () => {
  it("rises to the part that arrived", () => {
    expect(curveOf(histogram([10, 10, 20, 1_000]), 5)).toEqual([
      { ms: 10, count: 2, p: 0.4 },
      { ms: 20, count: 3, p: 0.6 },
      { ms: 1_007, count: 4, p: 0.8 },
    ]);
  });
});

describe("always", () => {
  const delays = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 1_500 });

  it("quantiles and the longest are within the stated error of the true ones", () => {
    fc.assert(
      fc.property(delays, (of) => {
        const sorted = of.toSorted((one, other) => one - other);
        const near = (told: number, truth: number) =>
          expect(Math.abs(told - truth)).toBeLessThanOrEqual(truth * RELATIVE_ERROR);
        for (const each of quantilesOf(histogram(of), of.length))
          if ("ms" in each) near(each.ms, sorted[Math.ceil(of.length * each.of) - 1]!);
        near(longestOf(histogram(of))!, sorted.at(-1)!);
      }),
      { numRuns: 40 },
    );
  });
});
