import { describe, expect, it } from "vitest";
import { forEvery, mayPass, throwFirst } from "../../../../core/flows/steps/for-every.ts";
import { PortError } from "../../../../core/ports/errors.ts";

const terminal = new PortError("terminal", "Unreadable", "no");
const passing = new PortError("retry-after", "Throttled", "slowly", { retryAfterMs: 5 });
const fault = new TypeError("nothing has no length");

describe("work for every item", () => {
  it("is done for the others where it fails for one", async () => {
    const done: number[] = [];
    const work = async (item: number) => (item === 2 ? Promise.reject(terminal) : done.push(item));
    await expect(forEvery([1, 2, 3], work)).rejects.toBe(terminal);
    expect(done).toEqual([1, 3]);
  });

  it("throws nothing where nothing failed", async () => {
    await expect(forEvery([1, 2], async () => {})).resolves.toBeUndefined();
    await expect(forEvery([], async () => Promise.reject(fault))).resolves.toBeUndefined();
  });
});

describe("of several errors", () => {
  it.each([
    [[terminal, passing], passing],
    [[fault, passing], passing],
    [[terminal, fault], terminal],
  ])("one that may pass is thrown first, else the first", (errors, thrown) => {
    expect(() => throwFirst(errors)).toThrow(thrown);
  });

  it("none is none", () => expect(() => throwFirst([])).not.toThrow());
});

it.each([
  [passing, true],
  [new PortError("retryable", "Away", "away"), true],
  [terminal, false],
  [fault, false],
])("%s may pass: %s", (error, expected) => expect(mayPass(error)).toBe(expected));
