import { describe, expect, it } from "vitest";
import { occupancyOf } from "../../../core/forecast/occupancy.ts";
import { staticSize } from "../../../core/forecast/static.ts";
import { scoreOf, tallyOf } from "../../../core/forecast/tally.ts";

/** Counts whose claims came alone, or all of a bin at once. */
const alone = (...claims: number[]) => ({ claims, moments: claims });
const atOnce = (...claims: number[]) => ({ claims, moments: claims.map((count) => Math.min(1, count)) });
const all = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);

describe("the occupancy of a lead time", () => {
  it("accounts for every second and every claim of the bins whose effect is over", () => {
    const { bins, seconds, found } = occupancyOf(alone(0, 4, 2, 0, 7, 1), 300);
    expect(bins).toBe(5);
    expect(all(seconds)).toBeCloseTo(5 * 300);
    // Those of the first lead time were beyond any order.
    expect(all(found)).toBe(4 + 2 + 0 + 7 + 1);
  });

  it("lets a heap find what its claims before it leave", () => {
    const { from, lowest, found } = occupancyOf(atOnce(0, 0, 4, 0), 300);
    expect([lowest[1], ...found.subarray(from[1], from[2])]).toEqual([0, 1, 1, 1, 1, 0]);
  });

  it("takes seconds that claims share by chance for that, and others for heaps", () => {
    const highest = (claims: number, moments: number): number => {
      const { from, lowest } = occupancyOf({ claims: [0, claims, 0], moments: [0, moments, 0] }, 60);
      return Math.max(...[0, 1].map((bin) => lowest[bin]! + from[bin + 1]! - from[bin]! - 1));
    };
    // Of 300 claims at random some 190 seconds have one or more.
    expect(highest(300, 190)).toBe(highest(300, 300));
    expect(highest(300, 3)).toBeGreaterThanOrEqual(100);
    expect(highest(300, 190)).toBeLessThan(90);
  });

  it("is the same for the same counts", () => {
    expect(occupancyOf(alone(3, 1, 4, 1, 5), 60)).toEqual(occupancyOf(alone(3, 1, 4, 1, 5), 60));
  });
});

describe("a tally", () => {
  const tally = tallyOf(occupancyOf(atOnce(0, 0, 4, 0), 300));

  it.each([
    [0, 4, 0],
    [3, 1, 300 * 2 * 3],
    [4, 0, 300 * 2 * 4],
  ])("of target %i counts %i misses, and the seconds that stock is idle", (target, misses, idleAtMost) => {
    const score = scoreOf(tally, [target, target, target], 0, 3);
    expect(score).toMatchObject({ claims: 4, misses, falls: 0 });
    expect(score.idleSeconds).toBeLessThanOrEqual(idleAtMost + 300 * target);
    expect(score.idleSeconds).toBeGreaterThanOrEqual(target === 0 ? 0 : 300 * target);
  });

  it("counts each step down", () => expect(scoreOf(tally, [4, 1, 2], 0, 3).falls).toBe(3));
});

describe("a fixed size", () => {
  const tally = tallyOf(occupancyOf(atOnce(0, 0, 4, 0), 300));

  it.each([
    [0.25, 1],
    [0.75, 3],
    [0.76, 4],
    [1, 4],
  ])("for %d of the claims is %i", (hit, size) => expect(staticSize(tally, hit, 0, 3)).toBe(size));

  it("of no claims is none", () => expect(staticSize(tally, 0.99, 0, 0)).toBe(0));
});
