import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align } from "../../../core/replay/align.ts";
import type { Decision } from "../../../core/replay/decision.ts";
import { EPOCH } from "../../builders.ts";

/** A decision about one resource, so many seconds on; what differs besides is in its cause. */
const decided = (what: string, seconds: number, cause = ""): Decision => ({
  resource: "instance i-1",
  pool: "p",
  at: EPOCH + seconds * 1_000,
  what,
  kind: what,
  cause,
  reasons: [],
  fields: { what, cause },
});
const steps = (text: string, from = 0): readonly Decision[] =>
  [...text].map((what, index) => decided(what, from + index));
const names = (decisions: readonly Decision[]): string => decisions.map(({ what }) => what).join("");
const PATIENT = { before: EPOCH - 1, most: 100 };
const OVER = { before: Number.POSITIVE_INFINITY, most: 100 };

function told(recorded: readonly Decision[], replayed: readonly Decision[], patience = OVER) {
  const { pairs, removed, added, rest } = align({ recorded, replayed }, patience);
  return {
    pairs: pairs.map(([one, other]) => one.what + other.what).join(" "),
    removed: names(removed),
    added: names(added),
    rest: `${names(rest.recorded)}|${names(rest.replayed)}`,
  };
}

describe("decisions of one thing, set beside each other", () => {
  it.each([
    ["the same", "abc", "abc", { pairs: "aa bb cc", removed: "", added: "" }],
    ["one more at the front", "bc", "xbc", { pairs: "bb cc", removed: "", added: "x" }],
    ["one fewer in the middle", "abc", "ac", { pairs: "aa cc", removed: "b", added: "" }],
    ["nothing then", "", "ab", { pairs: "", removed: "", added: "ab" }],
    ["nothing now", "ab", "", { pairs: "", removed: "ab", added: "" }],
  ])("%s", (_, then, now, expected) => {
    // A second apart, so that no two of different places share a moment.
    expect(told(steps(then), steps(now, 100))).toMatchObject({ ...expected, rest: "|" });
  });

  it("takes what was decided otherwise in one moment for one decision", () => {
    expect(told(steps("abc"), [decided("a", 0), decided("x", 1), decided("c", 2)])).toMatchObject({
      pairs: "aa bx cc",
      removed: "",
      added: "",
    });
    expect(told([decided("b", 1)], [decided("x", 1)])).toMatchObject({ pairs: "bx" });
  });

  it("waits for the counterpart of what is young, and for no more than it has room for", () => {
    expect(told(steps("ab"), [], PATIENT)).toMatchObject({ removed: "", rest: "ab|" });
    expect(told(steps("ab"), [], { before: EPOCH + 1_000, most: 100 })).toMatchObject({ removed: "a", rest: "b|" });
    expect(told(steps("abcd"), [], { ...PATIENT, most: 3 })).toMatchObject({ removed: "a", rest: "bcd|" });
  });
});

describe("always", () => {
  const side = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(5)), { maxLength: 12 }).map((listByState) => {
    let at = 0;
    return listByState.map(([what, gap], nth) => {
      at += gap;
      return decided(what, at, String(nth));
    });
  });

  it("every decision is reported exactly once, in its order", () => {
    fc.assert(
      fc.property(side, side, fc.boolean(), (recorded, replayed, isOver) => {
        const { pairs, removed, added, rest } = align({ recorded, replayed }, isOver ? OVER : PATIENT);
        const back = (all: readonly Decision[]) => all.map(({ cause }) => Number(cause)).sort((a, b) => a - b);
        const places = (all: readonly Decision[]) => all.map((_, ordinal) => ordinal);
        expect(back([...pairs.map(([one]) => one), ...removed, ...rest.recorded])).toEqual(places(recorded));
        expect(back([...pairs.map(([, other]) => other), ...added, ...rest.replayed])).toEqual(places(replayed));
        if (isOver) expect(rest).toEqual({ recorded: [], replayed: [] });
      }),
      { seed: 20_260_105 },
    );
  });

  it("what is alike on both sides is paired with itself", () => {
    fc.assert(
      fc.property(side, (both) => {
        expect(align({ recorded: both, replayed: both }, PATIENT)).toEqual({
          pairs: both.map((each) => [each, each]),
          removed: [],
          added: [],
          rest: { recorded: [], replayed: [] },
        });
      }),
      { seed: 20_260_105 },
    );
  });
});
