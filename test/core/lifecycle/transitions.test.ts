import { describe, expect, it } from "vitest";
import { type Outcome, transition } from "../../../core/lifecycle/transition.ts";
import { TRIGGERS } from "../../../core/lifecycle/triggers.ts";
import type { State } from "../../../core/model/instance.ts";
import { STATES } from "../../../events/states.ts";
import { handingOver, inUse, returning } from "./expected/at-work.ts";
import { launching, parking, preparing, warm } from "./expected/becoming-warm.ts";
import type { Expectation } from "./expected/expectation.ts";
import { gone, quarantined, retiring } from "./expected/leaving.ts";
import { record, trigger } from "./given.ts";

const EXPECTED: Readonly<Record<State, readonly Expectation[]>> = {
  launching,
  preparing,
  parking,
  warm,
  "handing-over": handingOver,
  "in-use": inUse,
  returning,
  quarantined,
  retiring,
  gone,
};

/** What came of it, in the words of the table. */
const inWords = (state: State, outcome: Outcome): readonly unknown[] => {
  if (outcome.kind !== "moved" && outcome.kind !== "kept") return [outcome.kind];
  const { next, effect } = outcome;
  const to = outcome.kind === "kept" && next.state === state ? "stays" : next.state;
  return [to, ...next.last.reasons.map(({ code }) => code), ...(effect ? [effect] : [])];
};

describe.each(STATES)("an instance that is %s", (state) => {
  it("has an answer to every trigger there is", () => {
    expect([...new Set(EXPECTED[state].map(([name]) => name))]).toEqual([...TRIGGERS]);
  });

  const rows = EXPECTED[state].map(([name, given, ...expected]) => ({ name, given, expected }));
  it.each(rows)("takes $name, given $given: $expected", ({ name, given, expected }) => {
    const before = record(state, given, name);
    const outcome = transition(before, trigger(name, before, given));
    expect(inWords(state, outcome)).toEqual(expected);
    if (outcome.kind === "refused")
      expect(outcome.reason).toEqual({ code: "not-in-table", detail: { state, trigger: name } });
  });
});
