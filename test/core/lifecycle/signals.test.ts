import { describe, expect, it } from "vitest";
import { transition } from "../../../core/lifecycle/transition.ts";
import type { Instance, Signal } from "../../../core/model/instance.ts";
import { SIGNALS_MAX } from "../../../core/model/limits.ts";
import { EPOCH, inState } from "../../builders.ts";
import { CAUSE, LATER, record, trigger } from "./given.ts";

const sent = (signal: Signal) => ({ name: "signal", signal, at: LATER, cause: CAUSE }) as const;
const agent: Signal = { name: "agent", at: EPOCH, ok: true };
const having = (...signals: readonly Signal[]): Instance =>
  inState("preparing", { signals: Object.fromEntries(signals.map((signal) => [signal.name, signal])) });
const after = (instance: Instance, signal: Signal): Instance["signals"] => {
  const outcome = transition(instance, sent(signal));
  if (outcome.kind !== "kept") throw new Error(`${outcome.kind} instead of kept`);
  return outcome.next.signals;
};

describe("a signal", () => {
  it("is kept by its name, beside the others", () => {
    const clock: Signal = { name: "clock", at: LATER, ok: true, offsetMs: 12 };
    expect(after(having(agent), clock)).toEqual({ agent, clock });
  });

  it("is reported by its name", () => {
    const outcome = transition(having(), sent(agent));
    expect(outcome).toMatchObject({ next: { last: { reasons: [{ code: "reported", detail: { signal: "agent" } }] } } });
  });

  it("that says the same again is a double, however much later", () => {
    expect(transition(having(agent), sent({ ...agent, at: LATER }))).toEqual({ kind: "already" });
  });

  it.each<[string, Partial<Signal>]>([
    ["whether it worked", { ok: false }],
    ["an offset", { offsetMs: 3 }],
    ["a text", { text: "third try" }],
  ])("that says otherwise about %s takes the place of the one before", (_, changes) => {
    const newer = { ...agent, ...changes, at: LATER };
    expect(after(having(agent), newer)).toEqual({ agent: newer });
  });

  it("that is older than the one kept is late", () => {
    expect(transition(having({ ...agent, at: LATER }), sent({ ...agent, ok: false }))).toEqual({ kind: "late" });
  });

  it("of the same moment takes the place of the one kept", () => {
    expect(after(having(agent), { ...agent, ok: false })).toEqual({ agent: { ...agent, ok: false } });
  });

  it("pushes out the oldest, not the first, when there are too many names", () => {
    const many = Array.from(
      { length: SIGNALS_MAX },
      (_, n): Signal => ({ name: `s${n}`, at: EPOCH + 100 - n, ok: true }),
    );
    const kept = after(having(...many), { ...agent, at: LATER });
    expect(Object.keys(kept)).toHaveLength(SIGNALS_MAX);
    expect(kept).toHaveProperty("agent");
    expect(kept).not.toHaveProperty(`s${SIGNALS_MAX - 1}`);
    expect(kept).toHaveProperty("s0");
  });

  it("of a known name pushes nobody out", () => {
    const many = Array.from({ length: SIGNALS_MAX }, (_, n): Signal => ({ name: `s${n}`, at: EPOCH + n, ok: true }));
    const kept = after(having(...many), { name: "s5", at: LATER, ok: false });
    expect(Object.keys(kept).sort()).toEqual(many.map(({ name }) => name).sort());
  });
});

describe("evidence", () => {
  it.each([
    ["leased", "warm", [], "handing-over"],
    ["ready", "preparing", ["reserved"], "handing-over"],
    ["released", "in-use", ["for reuse"], "returning"],
  ] as const)("is asked for anew after %s, from %s (%j) to %s", (name, from, given, to) => {
    const before = { ...record(from, given, name), signals: { agent } };
    const outcome = transition(before, trigger(name, before, given));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: to } });
    expect("next" in outcome && outcome.next.signals).toEqual({});
  });

  it.each([
    ["ec2:running", "launching", "preparing"],
    ["ready", "preparing", "parking"],
    ["failed", "preparing", "quarantined"],
  ] as const)("is kept after %s, from %s to %s: it came early, or reports why", (name, from, to) => {
    const before = { ...record(from, [], name), signals: { agent } };
    expect(transition(before, trigger(name, before))).toMatchObject({ next: { state: to, signals: { agent } } });
  });
});
