import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactIds, keysOf } from "../../../core/reconcile/compact-ids.ts";
import { instanceNo } from "../../builders.ts";

describe("always", () => {
  test("has everyone who was put in, and nobody else", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat({ max: 200 }), (all, cut, middle) => {
        const within = all.slice(0, cut % all.length);
        const [one, other] = [within.slice(0, middle), within.slice(middle)];
        const ids = compactIds([one, other].map((part) => keysOf(part.map(instanceNo))));
        expect(all.filter((n) => ids.has(instanceNo(n)))).toEqual(within);
      }),
    );
  });
});

test("of no parts has nobody", () => expect(compactIds([]).has("i-0a1b2c3d")).toBe(false));

test("knows ids of the short kind", () => {
  const ids = compactIds([keysOf(["i-0a1b2c3d"])]);
  expect([ids.has("i-0a1b2c3d"), ids.has("i-0a1b2c3e")]).toEqual([true, false]);
});

test("takes two ids for one that differ only in their first four digits", () => {
  expect(compactIds([keysOf(["i-00001234567890abc"])]).has("i-f0001234567890abc")).toBe(true);
});
