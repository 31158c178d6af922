import { describe, expect, it } from "vitest";
import { choose, fits } from "../../../core/claims/choose.ts";
import { aClaim, anInstance, CALLER, claimNo, EPOCH, inState, instanceNo } from "../../builders.ts";

const now = EPOCH;
const [A, B] = ["eu-west-1a", "eu-west-1b"];
const [M6I, M5] = ["m6i.xlarge", "m5.xlarge"];

describe("an instance in eu-west-1a of type m6i.xlarge", () => {
  it.each([
    ["anything", {}, true],
    ["its zone", { az: A }, true],
    ["another zone", { az: B }, false],
    ["its type", { type: M6I }, true],
    ["its zone and type", { az: A, type: M6I }, true],
    ["its type in another zone", { az: B, type: M6I }, false],
    ["another type, which it can become", { type: M5 }, true],
    ["another type in another zone", { az: B, type: M5 }, false],
  ])("warm and stopped, can be what a claim for %s asks: %j %s", (_, wish, can) => {
    expect(fits(anInstance(), wish, now)).toBe(can);
  });

  it.each([
    ["hibernated", inState("warm", { tier: "hibernated" })],
    ["running", inState("warm", { tier: "running" })],
    ["Spot", inState("warm", { market: "spot" })],
    ["still preparing", inState("preparing")],
    ["still parking", inState("parking")],
    ["launching", inState("launching")],
  ])("cannot become another type when it is %s, and stays good for its own", (_, row) => {
    expect(fits(row, { type: M5 }, now)).toBe(false);
    expect(fits(row, { type: M6I }, now)).toBe(true);
  });

  it.each([
    ["until a moment later", now + 1, false],
    ["until now", now, true],
    ["until a moment ago", now - 1, true],
  ])("that is left alone %s fits %s: %s", (_, avoidUntil, can) => {
    expect(fits(anInstance({ avoidUntil }), {}, now)).toBe(can);
  });
});

describe("of several candidates", () => {
  const row = (n: number, type: string, az: string = A) => anInstance({ id: instanceNo(n), type, az });
  const idsFor = (wish: object, ...rows: ReturnType<typeof row>[]) =>
    choose(rows, aClaim({ request: { caller: CALLER, key: "k", ...wish } }), now).map(({ id }) => id);

  it("those that need no change of type come first", () => {
    const ids = idsFor({ type: M5 }, row(1, M6I), row(2, M5), row(3, M6I), row(4, M5));
    expect(ids.slice(0, 2).toSorted()).toEqual([2, 4].map(instanceNo));
    expect(ids.slice(2).toSorted()).toEqual([1, 3].map(instanceNo));
  });

  it("each claim tries them in an order of its own, the same whenever it is asked", () => {
    const rows = [1, 2, 3, 4].map((n) => row(n, M6I));
    const firstOf = (n: number) => choose(rows, aClaim({ id: claimNo(n) }), now)[0]?.id;
    const firsts = Array.from({ length: 40 }, (_, n) => firstOf(n));
    for (const { id } of rows) expect(firsts.filter((first) => first === id).length).toBeGreaterThan(3);
    expect(Array.from({ length: 40 }, (_, n) => firstOf(n))).toEqual(firsts);
  });

  it("those that cannot be it are left out", () => {
    expect(idsFor({ az: B }, row(1, M6I), row(2, M6I, B))).toEqual([instanceNo(2)]);
  });
});
