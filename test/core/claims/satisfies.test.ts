import { describe, expect, it } from "vitest";
import { otherType, satisfies } from "../../../core/claims/satisfies.ts";
import { aClaim, anInstance, CALLER, inState } from "../../builders.ts";

const [A, B] = ["eu-west-1a", "eu-west-1b"];
const [M6I, M5] = ["m6i.xlarge", "m5.xlarge"];
const asking = ({ type, ...asked }: { az?: string; type?: string } = {}) =>
  aClaim({ request: { caller: CALLER, key: "k", ...asked, ...(type && { type }) }, overrides: type ? { type } : {} });

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
  ])("warm and stopped, can be what a claim for %s asks: %j %s", (_, asked, can) => {
    expect(satisfies(anInstance(), asking(asked))).toBe(can);
  });

  it.each([
    ["hibernated", inState("warm", { tier: "hibernated" })],
    ["running", inState("warm", { tier: "running" })],
    ["Spot", inState("warm", { market: "spot" })],
    ["still preparing", inState("preparing")],
    ["still parking", inState("parking")],
    ["launching", inState("launching")],
  ])("cannot become another type when it is %s, and stays good for its own", (_, row) => {
    expect(satisfies(row, asking({ type: M5 }))).toBe(false);
    expect(satisfies(row, asking({ type: M6I }))).toBe(true);
    expect(otherType(row, asking(), [M6I, M5], () => true)).toBeUndefined();
  });
});

describe("the type that a stopped one is changed to where there is no capacity for its own", () => {
  const types = [M6I, "m7g.xlarge", M5, "m5a.xlarge"];

  it("is the first open one of its template that it can become, and never its own", () => {
    expect(otherType(anInstance(), asking(), types, () => true)).toBe(M5);
    expect(otherType(anInstance(), asking(), types, (type) => type !== M5)).toBe("m5a.xlarge");
    expect(otherType(anInstance(), asking(), [M6I], () => true)).toBeUndefined();
    expect(otherType(anInstance(), asking(), types, () => false)).toBeUndefined();
  });

  it("is none for a claim that asks for a type", () => {
    expect(otherType(anInstance(), asking({ type: M6I }), types, () => true)).toBeUndefined();
  });

  it("is none for one whose own type its template does not name any more", () => {
    expect(otherType(anInstance({ type: "t3.large" }), asking(), types, () => true)).toBeUndefined();
  });
});
