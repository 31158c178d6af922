import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Sorted } from "../../../adapters/memory/sorted.ts";

const key = fc.string({ minLength: 1, maxLength: 2, unit: fc.constantFrom("a", "b", "c", "-") });
const steps = fc.array(fc.record({ key, deleted: fc.boolean() }));

describe("always", () => {
  test("a sorted list reads like a map whose keys are sorted", () => {
    const readsAlike = fc.property(steps, key, fc.nat({ max: 8 }), (taken, place, limit) => {
      const sorted = new Sorted<number>();
      const map = new Map<string, number>();
      for (const [n, { key: each, deleted }] of taken.entries()) {
        if (deleted) sorted.delete(each);
        else sorted.set(each, n);
        if (deleted) map.delete(each);
        else map.set(each, n);
      }
      const inOrder = [...map].sort(([one], [other]) => (one < other ? -1 : 1));
      const values = (entries: readonly (readonly [string, number])[]) =>
        entries.slice(0, limit).map(([, value]) => value);
      expect(sorted.first(limit)).toEqual(values(inOrder));
      expect(sorted.from(place, limit)).toEqual(values(inOrder.filter(([each]) => each >= place)));
      expect(sorted.after(place, limit)).toEqual(values(inOrder.filter(([each]) => each > place)));
    });
    fc.assert(readsAlike, { seed: 20260105 });
  });
});
