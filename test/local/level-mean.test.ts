import { expect, test } from "vitest";
import { levelMean } from "../../local/level-mean.ts";
import { percentile } from "../../local/percentile.ts";

test("a level's mean weighs each height by its time, from the first change on", () => {
  const idle = levelMean();
  expect(idle.mean(50)).toBe(0);
  idle.add(2, 100);
  idle.add(2, 110);
  idle.add(-4, 130);
  expect(idle.mean(140)).toBe((2 * 10 + 4 * 20) / 40);
});

test("a level's mean no longer changes once it is stopped", () => {
  const idle = levelMean();
  idle.add(3, 0);
  idle.stop(10);
  idle.add(5, 20);
  expect(idle.mean(100)).toBe(3);
});

test.each([
  [[], 0.5, 0],
  [[7], 0.99, 7],
  [[1, 2, 3, 4], 0.5, 2],
  [Array.from({ length: 200 }, (_, at) => at + 1), 0.99, 198],
  [[1, 2, 3], 1, 3],
])("of %j the part %d does not exceed %d", (values, part, expected) => expect(percentile(values, part)).toBe(expected));
