import { describe, expect, it } from "vitest";
import { choose, offeringFor } from "../../../core/claims/choose.ts";
import { aClaim, anInstance, CALLER, claimNo, EPOCH, inState, instanceNo } from "../../builders.ts";

const [A, B] = ["eu-west-1a", "eu-west-1b"];
const [M6I, M5] = ["m6i.xlarge", "m5.xlarge"];
const types = [M6I, M5];
const OPEN = { types, closed: {} };
const shut = (...offerings: readonly string[]) => ({
  types,
  closed: Object.fromEntries(offerings.map((offering) => [offering, EPOCH + 1])),
});
const row = (n: number, type: string, az: string = A) => anInstance({ id: instanceNo(n), type, az });
const asking = ({ type, ...asked }: { az?: string; type?: string } = {}) =>
  aClaim({ request: { caller: CALLER, key: "k", ...asked, ...(type && { type }) }, overrides: type ? { type } : {} });
const ids = (choices: readonly { row: { id: string } }[]) => choices.map(({ row: { id } }) => id);

describe("of several candidates", () => {
  it("those that need no change of type come first", () => {
    const { open } = choose([row(1, M6I), row(2, M5), row(3, M6I), row(4, M5)], asking({ type: M5 }), OPEN);
    expect(ids(open.slice(0, 2)).toSorted()).toEqual([2, 4].map(instanceNo));
    expect(ids(open.slice(2)).toSorted()).toEqual([1, 3].map(instanceNo));
  });

  it("each claim tries them in an order of its own, the same whenever it is asked", () => {
    const rows = [1, 2, 3, 4].map((n) => row(n, M6I));
    const firstOf = (n: number) => choose(rows, aClaim({ id: claimNo(n) }), OPEN).open[0]?.row.id;
    const firsts = Array.from({ length: 40 }, (_, n) => firstOf(n));
    for (const { id } of rows) expect(firsts.filter((first) => first === id).length).toBeGreaterThan(3);
    expect(Array.from({ length: 40 }, (_, n) => firstOf(n))).toEqual(firsts);
  });

  it("those that cannot be it are left out", () => {
    expect(ids(choose([row(1, M6I), row(2, M6I, B)], asking({ az: B }), OPEN).open)).toEqual([instanceNo(2)]);
  });

  it("those that EC2 lacks capacity for are apart: what can become an open type, and what cannot", () => {
    const rows = [row(1, M6I), row(2, M6I, B), inState("warm", { id: instanceNo(3), market: "spot" })];
    const chosen = choose(rows, asking(), shut(`${A}/${M6I}`, `${A}/${M6I}/spot`));
    expect(ids(chosen.open)).toEqual([instanceNo(2)]);
    expect(chosen.retyped).toMatchObject([{ row: { id: instanceNo(1) }, offering: `${A}/${M5}`, type: M5 }]);
    expect(chosen.shut).toMatchObject([{ row: { id: instanceNo(3) }, offering: `${A}/${M6I}/spot` }]);
  });

  it("none becomes what a claim has not asked for, when it has asked for a type", () => {
    const { open, retyped, shut: left } = choose([row(1, M6I)], asking({ type: M6I }), shut(`${A}/${M6I}`));
    expect([ids(open), ids(retyped), ids(left)]).toEqual([[], [], [instanceNo(1)]]);
  });

  it("one that is to become what the claim asks for is held against capacity for that", () => {
    const claim = asking({ type: M5 });
    expect(ids(choose([row(1, M6I)], claim, shut(`${A}/${M6I}`)).open)).toEqual([instanceNo(1)]);
    expect(ids(choose([row(1, M6I)], claim, shut(`${A}/${M5}`)).shut)).toEqual([instanceNo(1)]);
    expect(offeringFor(row(1, M6I), claim)).toBe(`${A}/${M5}`);
  });

  it("what runs already needs no capacity", () => {
    const rows = [inState("warm", { tier: "running" }), inState("preparing", { id: instanceNo(2) })];
    expect(choose(rows, asking(), shut(`${A}/${M6I}`, `${A}/${M5}`)).open).toHaveLength(2);
    const parking = inState("parking", { id: instanceNo(3) });
    expect(choose([parking], asking(), shut(`${A}/${M6I}`)).shut).toHaveLength(1);
  });
});
