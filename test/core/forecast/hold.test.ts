import { describe, expect, it } from "vitest";
import { HOLD_MINUTES, heldTargets, nextNotch, wholeStock } from "../../../core/forecast/hold.ts";

describe("a hold", () => {
  it("keeps the highest of the bins before", () =>
    expect([...heldTargets(Int32Array.of(1, 5, 2, 2, 2, 1), 2, 0, 6)]).toEqual([1, 5, 5, 5, 2, 2]));

  it("of nothing changes nothing", () => expect([...heldTargets(Int32Array.of(3, 1, 2), 0, 0, 3)]).toEqual([3, 1, 2]));

  it.each([
    ["longer after too many falls", 2, 100, 101, 3],
    ["shorter where there is room", 2, 100, 75, 1],
    ["the same in between", 2, 100, 90, 2],
    ["the same after few claims", 2, 19, 40, 2],
    ["no longer than the longest", HOLD_MINUTES.length - 1, 100, 150, HOLD_MINUTES.length - 1],
    ["no shorter than none", 0, 100, 0, 0],
  ])("is %s", (_, notch, claims, falls, next) => expect(nextNotch(notch, claims, falls)).toBe(next));
});

describe("a stock that is not whole", () => {
  it.each([
    ["is rounded where nothing was wanted", 3.4, 0, 3],
    ["does not fall for less than nearly one", 3.15, 4, 4],
    ["falls for more", 3.05, 4, 3],
    ["falls as far as it should", 1.4, 4, 1],
    ["rises as soon as the next is nearer", 4.5, 4, 5],
    ["stays below that", 4.4, 4, 4],
  ])("%s", (_, stock, before, whole) => expect(wholeStock(stock, before)).toBe(whole));
});
