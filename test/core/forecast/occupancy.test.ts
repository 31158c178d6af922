import { describe, expect, it } from "vitest";
import { occupancyOf } from "../../../core/forecast/occupancy.ts";
import { staticSize } from "../../../core/forecast/static.ts";
import { scoreOf, tallyOf } from "../../../core/forecast/tally.ts";

const all = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);

describe("the occupancy of a lead time", () => {
  it("accounts for every second and every claim of the bins whose effect is over", () => {
    const { bins, seconds, found } = occupancyOf([0, 4, 2, 0, 7, 1], 300, 1);
    expect(bins).toBe(5);
    expect(all(seconds)).toBeCloseTo(5 * 300);
    // Those of the first lead time were beyond any order.
    expect(all(found)).toBe(4 + 2 + 0 + 7 + 1);
  });

  it("lets a batch find what its claims before it leave", () => {
    const { from, lowest, found } = occupancyOf([0, 0, 4, 0], 300, 4);
    expect([lowest[1], ...found.subarray(from[1], from[2])]).toEqual([0, 1, 1, 1, 1, 0]);
  });

  it("is the same for the same counts", () => {
    expect(occupancyOf([3, 1, 4, 1, 5], 60, 1)).toEqual(occupancyOf([3, 1, 4, 1, 5], 60, 1));
  });
});

describe("a tally", () => {
  const tally = tallyOf(occupancyOf([0, 0, 4, 0], 300, 4));

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
  const tally = tallyOf(occupancyOf([0, 0, 4, 0], 300, 4));

  it.each([
    [0.25, 1],
    [0.75, 3],
    [0.76, 4],
    [1, 4],
  ])("for %d of the claims is %i", (hit, size) => expect(staticSize(tally, hit, 0, 3)).toBe(size));

  it("of no claims is none", () => expect(staticSize(tally, 0.99, 0, 0)).toBe(0));
});
