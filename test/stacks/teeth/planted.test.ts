import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { infected } from "../../sim/plane/teeth/bite.ts";
import { PLANTED } from "./planted.ts";

it.each(PLANTED)("can still be planted: $sentence", (mistake) => {
  const text = readFileSync(mistake.file, "utf8");
  expect(infected(text, mistake)).not.toBe(text);
});

it("breaks each of what must not break: permissions, dead-letter queues, visibility timeouts and budgets", () =>
  expect(new Set(PLANTED.map(({ kind }) => kind)).size).toBe(4));
