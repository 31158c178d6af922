import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf, cumulated, merged, middleOf, RELATIVE_ERROR, rangeOf } from "../../../core/delivery/histogram.ts";
import type { DelayBuckets } from "../../../core/model/delivery.ts";
import { PROBE_DELAY_MAX_MS } from "../../../core/model/limits.ts";

const delay = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: PROBE_DELAY_MAX_MS }),
  fc.integer({ min: 0, max: 26 }).map((power) => 2 ** power),
);
const delays = fc.array(delay, { maxLength: 60 });
const histogram = (of: readonly number[]): DelayBuckets =>
  of.map((ms): DelayBuckets => ({ [bucketOf(ms)]: 1 })).reduce(merged, {});

describe("a bucket", () => {
  it("is one millisecond wide up to 127, and twice as wide with every doubling from there", () => {
    for (let ms = 0; ms < 128; ms += 1) expect(rangeOf(bucketOf(ms))).toEqual({ from: ms, to: ms });
    expect(rangeOf(bucketOf(128))).toEqual({ from: 128, to: 129 });
    expect(rangeOf(bucketOf(255))).toEqual({ from: 254, to: 255 });
    expect(rangeOf(bucketOf(256))).toEqual({ from: 256, to: 259 });
    expect(rangeOf(bucketOf(1_000))).toEqual({ from: 1_000, to: 1_007 });
  });

  it("takes what clocks make less than nothing for nothing, and what is beyond a day for a day", () => {
    expect(bucketOf(-3)).toBe(bucketOf(0));
    expect(bucketOf(10 * PROBE_DELAY_MAX_MS)).toBe(bucketOf(PROBE_DELAY_MAX_MS));
  });

  it("follows upon the one before: no delay falls between two, and there are fewer than 1,500 in all", () => {
    for (let bucket = 0; bucket < bucketOf(PROBE_DELAY_MAX_MS); bucket += 1)
      expect(rangeOf(bucket + 1).from).toBe(rangeOf(bucket).to + 1);
    expect(bucketOf(PROBE_DELAY_MAX_MS)).toBeLessThan(1_500);
  });
});

describe("always", () => {
  it("a delay lies in its bucket, whose middle is within the stated error of it", () => {
    fc.assert(
      fc.property(delay, (ms) => {
        const { from, to } = rangeOf(bucketOf(ms));
        expect(from <= ms && ms <= to).toBe(true);
        expect(Math.abs(middleOf(bucketOf(ms)) - ms)).toBeLessThanOrEqual(ms * RELATIVE_ERROR);
      }),
    );
  });

  it("it is the same in which order histograms are merged, and which of them first", () => {
    fc.assert(
      fc.property(delays, delays, delays, (a, b, c) => {
        const [one, two, three] = [histogram(a), histogram(b), histogram(c)];
        expect(merged(merged(one, two), three)).toEqual(merged(one, merged(two, three)));
        expect(merged(one, two)).toEqual(merged(two, one));
        expect(merged(one, {})).toEqual(one);
        expect(merged(merged(one, two), three)).toEqual(histogram([...a, ...b, ...c]));
      }),
    );
  });

  it("counting up ends at all of them, in the order of their delays", () => {
    fc.assert(
      fc.property(delays, (of) => {
        const steps = cumulated(histogram(of));
        expect(steps.at(-1)?.count ?? 0).toBe(of.length);
        for (const [nth, { bucket, count }] of steps.entries()) {
          expect(count).toBe(of.filter((ms) => bucketOf(ms) <= bucket).length);
          expect(bucket).toBeGreaterThan(steps[nth - 1]?.bucket ?? -1);
        }
      }),
    );
  });
});
