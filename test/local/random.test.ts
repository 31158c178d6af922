import { describe, expect, test } from "vitest";
import { type Random, streams } from "../../local/random.ts";

const draws = (random: Random, count: number): readonly number[] => Array.from({ length: count }, random.unit);

describe("a stream of random numbers", () => {
  test("is the same for the same seed and name", () =>
    expect(draws(streams(7)("boot"), 50)).toEqual(draws(streams(7)("boot"), 50)));

  test("is another for another seed, and for another name", () => {
    expect(draws(streams(8)("boot"), 5)).not.toEqual(draws(streams(7)("boot"), 5));
    expect(draws(streams(7)("boot/2"), 5)).not.toEqual(draws(streams(7)("boot/1"), 5));
  });

  test("is not shifted by what others draw", () => {
    const of = streams(7);
    const expected = draws(of("boot"), 10);
    draws(of("latency"), 3);
    expect(draws(of("boot"), 10)).toEqual(expected);
  });
});

describe("what is drawn", () => {
  const many = <T>(draw: (random: Random) => T): readonly T[] => {
    const random = streams(1)("many");
    return Array.from({ length: 20_000 }, () => draw(random));
  };
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
  const above = (values: readonly number[], bound: number): number =>
    values.filter((value) => value > bound).length / values.length;

  test("as a timing has the median and the 99th percentile it was asked for", () => {
    const timings = many((random) => random.timing({ p50: 1_000, p99: 4_000 }));
    expect(above(timings, 1_000)).toBeCloseTo(0.5, 1);
    expect(above(timings, 4_000)).toBeGreaterThan(0.005);
    expect(above(timings, 4_000)).toBeLessThan(0.015);
    expect(timings.every(Number.isInteger)).toBe(true);
  });

  test("as a gap is the mean on average", () =>
    expect(mean(many((random) => random.gap(1_000))) / 1_000).toBeCloseTo(1, 1));

  test("as a whole number is one of the two unmanaged instances, and the mean on average", () => {
    const wholes = many((random) => random.whole(2.25));
    expect(new Set(wholes)).toEqual(new Set([2, 3]));
    expect(mean(wholes)).toBeCloseTo(2.25, 1);
  });
});
