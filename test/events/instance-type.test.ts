import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { architectureOf, hibernatedMemoryGiB, isMetal } from "../../events/requests/instance-type.ts";

/** What EC2 says of its types: by family its architecture, and by size GiB of memory, negative where it does not hibernate. */
interface Said {
  readonly families: Readonly<Record<string, { architecture: string; sizes: Readonly<Record<string, number>> }>>;
}
const { families } = JSON.parse(readFileSync("test/events/instance-types.json", "utf8")) as Said;
const TYPES = Object.entries(families).flatMap(([family, { architecture, sizes }]) =>
  Object.entries(sizes).map(([size, gib]) => ({ type: `${family}.${size}`, family, architecture, gib })),
);

describe("an instance type's name", () => {
  it("says for every type that EC2 has which architecture it is", () => {
    expect(TYPES.length).toBeGreaterThan(1_000);
    const wrong = TYPES.filter(({ type, architecture }) => {
      const expected = architecture.endsWith("_mac") ? "macOS" : architecture;
      return architectureOf(type) !== expected;
    });
    expect(wrong).toEqual([]);
  });

  it.each(["large", "m.large", "xyz-large.metal", "7.large"])("says nothing if it is %s", (type) => {
    expect(architectureOf(type)).toBeUndefined();
  });

  it.each([
    ["m7i.metal-24xl", true],
    ["c5.metal", true],
    ["m7i.large", false],
  ])("says of %s whether it is bare metal: %s", (type, metal) => expect(isMetal(type)).toBe(metal));
});

describe("the memory of a type that hibernates", () => {
  it("is what EC2 says, for every size that it hibernates and the table names", () => {
    const named = TYPES.filter(({ type }) => hibernatedMemoryGiB(type) !== undefined);
    expect(named.length).toBeGreaterThan(700);
    expect(named.filter(({ type, gib }) => hibernatedMemoryGiB(type) !== Math.abs(gib))).toEqual([]);
  });

  it("is known for every family that EC2 hibernates, but for those whose sizes follow no rule or contradict the guide", () => {
    const unknown = TYPES.filter(({ type, gib }) => gib > 0 && hibernatedMemoryGiB(type) === undefined);
    expect([...new Set(unknown.map(({ family }) => family))]).toEqual(["m7i-flex", "r3"]);
  });

  it("is unknown for a family that EC2 never hibernates, and for a size that follows no rule", () => {
    const never = TYPES.filter(
      ({ type, family, gib }) =>
        gib < 0 && !Object.values(families[family]!.sizes).some((each) => each > 0) && hibernatedMemoryGiB(type),
    );
    expect(never).toEqual([]);
    expect(hibernatedMemoryGiB("m7i.metal-24xl")).toBeUndefined();
    expect(hibernatedMemoryGiB("m99i.large")).toBeUndefined();
  });
});
