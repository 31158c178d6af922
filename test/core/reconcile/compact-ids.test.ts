import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactIds } from "../../../core/reconcile/compact-ids.ts";
import { instanceNo } from "../../builders.ts";

describe("always", () => {
  test("has whoever was put in, and nobody else", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(numbers, fc.nat(), (all, cut) => {
        const within = all.slice(0, cut % all.length);
        const ids = compactIds(within.map(instanceNo));
        expect(all.filter((n) => ids.has(instanceNo(n)))).toEqual(within);
      }),
    );
  });
});

test("knows ids of the short kind", () => {
  const ids = compactIds(["i-0a1b2c3d"]);
  expect([ids.has("i-0a1b2c3d"), ids.has("i-0a1b2c3e")]).toEqual([true, false]);
});

test("takes two ids for one that differ only in their first four digits", () => {
  expect(compactIds(["i-00001234567890abc"]).has("i-f0001234567890abc")).toBe(true);
});
