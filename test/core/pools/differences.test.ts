import { describe, expect, it } from "vitest";
import type { Pool } from "../../../core/model/pool.ts";
import { poolSpecOf } from "../../../core/model/spec.ts";
import { differences } from "../../../core/pools/differences.ts";
import { aPool, aTarget, EPOCH } from "../../builders.ts";

const between = (before: Pool, after: Pool) => differences(poolSpecOf(before), poolSpecOf(after));

describe("what would change", () => {
  it("is nothing where nothing differs but what the store counts", () => {
    expect(between(aPool(), aPool({ version: 9, changedAt: EPOCH + 1 }))).toEqual([]);
  });

  it("is each field by its path in the file, with what it was and will be", () => {
    const after = aPool({ target: aTarget({ running: 1, stopped: 4 }), fallback: "queue" });
    expect(between(aPool(), after)).toEqual([
      { field: "target.running", from: 0, to: 1 },
      { field: "fallback", from: "launch", to: "queue" },
    ]);
  });

  it("is reported in the file's units", () => {
    const { deadlines } = aPool();
    const after = aPool({ maxAgeMs: 7_200_000, deadlines: { ...deadlines, parkingMs: 90_000 } });
    expect(between(aPool(), after)).toEqual([
      { field: "maxAgeSeconds", from: 14 * 86_400, to: 7_200 },
      { field: "deadlines.parkingSeconds", from: 300, to: 90 },
    ]);
  });

  it("is the template's version, which is no count of the store", () => {
    const after = aPool({ template: { name: "windows-2022-build", version: 4 } });
    expect(between(aPool(), after)).toEqual([{ field: "templateVersion", from: 3, to: 4 }]);
  });

  it("is what goes, and what comes", () => {
    expect(differences({ tags: { team: "a" }, types: ["x", "y"] }, { tags: { owner: "b" }, types: ["x"] })).toEqual([
      { field: "tags.team", from: "a", to: undefined },
      { field: "types.1", from: "y", to: undefined },
      { field: "tags.owner", from: undefined, to: "b" },
    ]);
  });

  it("is everything where nothing was, and nothing of what is not said", () => {
    expect(differences(undefined, { a: 1, b: { c: null }, d: undefined })).toEqual([
      { field: "a", from: undefined, to: 1 },
      { field: "b.c", from: undefined, to: null },
    ]);
  });
});
