import { describe, expect, it } from "vitest";
import type { Signal } from "../../../core/model/instance.ts";
import type { Requirement } from "../../../core/model/template.ts";
import { judge, requirementOf, type Verdict } from "../../../core/readiness/judge.ts";
import { EC2_STATES, STATES } from "../../../events/states.ts";
import { aTemplate, EPOCH, inState } from "../../builders.ts";

const sent = (name: string, changes: Partial<Signal> = {}): Signal => ({ name, at: EPOCH, ok: true, ...changes });
const given = (...signals: readonly Signal[]) => ({
  ec2: "running" as const,
  signals: Object.fromEntries(signals.map((signal) => [signal.name, signal])),
});
/** Kind and reasons, each as its code and the figures behind it. */
const inWords = ({ kind, reasons }: Verdict) => [
  kind,
  ...reasons.map(({ code, detail = {} }) => [code, ...Object.values(detail)]),
];

describe("a template that asks for EC2's word", () => {
  it.each(EC2_STATES)("judges %s", (ec2) => {
    const verdict = judge({ by: "ec2-state" }, { ec2, signals: {} });
    expect(inWords(verdict)).toEqual(
      ec2 === "running" ? ["ready", ["evidence-complete"]] : ["waiting", ["waiting-for-ec2", "running"]],
    );
  });
});

describe("a template that stops itself", () => {
  it.each(EC2_STATES)("waits for EC2's stopped, which moves the state itself, while EC2 says %s", (ec2) => {
    const verdict = judge({ by: "self-stop" }, { ec2, signals: { agent: sent("agent") } });
    expect(inWords(verdict)).toEqual(["waiting", ["waiting-for-ec2", "stopped"]]);
  });
});

describe("a template that asks for signals", () => {
  const asked: Requirement = { by: "signals", needs: ["sysprep", "clock", "agent"], maxClockOffsetMs: 1_000 };
  const clock = (offsetMs: number) => sent("clock", { offsetMs });

  it.each<[string, Signal[], readonly unknown[]]>([
    [
      "nothing",
      [],
      ["waiting", ["waiting-for-signal", "sysprep"], ["waiting-for-signal", "clock"], ["waiting-for-signal", "agent"]],
    ],
    ["one of them", [sent("sysprep")], ["waiting", ["waiting-for-signal", "clock"], ["waiting-for-signal", "agent"]]],
    ["all of them", [sent("sysprep"), clock(12), sent("agent")], ["ready", ["evidence-complete"]]],
    ["all of them in another order", [sent("agent"), clock(-12), sent("sysprep")], ["ready", ["evidence-complete"]]],
    [
      "all and more",
      [sent("a"), sent("sysprep"), clock(0), sent("agent"), sent("z", { ok: false })],
      ["ready", ["evidence-complete"]],
    ],
    [
      "others only",
      [sent("hello")],
      ["waiting", ["waiting-for-signal", "sysprep"], ["waiting-for-signal", "clock"], ["waiting-for-signal", "agent"]],
    ],
    ["a clock on the bound", [sent("sysprep"), clock(1_000), sent("agent")], ["ready", ["evidence-complete"]]],
    ["a clock behind, on the bound", [sent("sysprep"), clock(-1_000), sent("agent")], ["ready", ["evidence-complete"]]],
    ["a clock ahead", [sent("sysprep"), clock(1_001), sent("agent")], ["waiting", ["clock-off", 1_001, 1_000]]],
    ["a clock behind", [sent("sysprep"), clock(-1_001), sent("agent")], ["waiting", ["clock-off", -1_001, 1_000]]],
    [
      "a clock without an offset",
      [sent("sysprep"), sent("clock"), sent("agent")],
      ["waiting", ["clock-without-offset"]],
    ],
    [
      "a clock that is off, and no agent",
      [sent("sysprep"), clock(5_000)],
      ["waiting", ["clock-off", 5_000, 1_000], ["waiting-for-signal", "agent"]],
    ],
    [
      "a step that failed",
      [sent("sysprep", { ok: false, text: "0x80070005" })],
      ["failed", ["evidence-failed", "sysprep", "0x80070005"]],
    ],
    [
      "a step that failed and does not say why",
      [sent("agent", { ok: false })],
      ["failed", ["evidence-failed", "agent", "no reason given"]],
    ],
    [
      "two that failed: the first asked for is reported",
      [sent("agent", { ok: false, text: "b" }), sent("sysprep", { ok: false, text: "a" })],
      ["failed", ["evidence-failed", "sysprep", "a"]],
    ],
    [
      "a clock that failed, with its offset",
      [clock(5), sent("clock", { ok: false, offsetMs: 5, text: "no server" })],
      ["failed", ["evidence-failed", "clock", "no server"]],
    ],
  ])("given %s", (_, signals, expected) => {
    expect(inWords(judge(asked, given(...signals)))).toEqual(expected);
  });

  it("takes a clock without a bound as any other signal", () => {
    const unbounded: Requirement = { by: "signals", needs: ["clock"] };
    expect(judge(unbounded, given(clock(86_400_000))).kind).toBe("ready");
    expect(judge(unbounded, given(sent("clock"))).kind).toBe("ready");
  });

  it("bounds no other signal's offset", () => {
    const asked: Requirement = { by: "signals", needs: ["agent"], maxClockOffsetMs: 1 };
    expect(judge(asked, given(sent("agent", { offsetMs: 9_999 }), clock(9_999))).kind).toBe("ready");
  });
});

describe("evidence is asked for", () => {
  it.each(STATES)("in the states that wait for it, by the template's own terms: %s", (state) => {
    const asked = { preparing: "preparing", "handing-over": "handing-over", returning: "returning" } as const;
    const stage = asked[state as keyof typeof asked];
    expect(requirementOf(inState(state))).toEqual(stage && aTemplate().evidence[stage]);
  });
});
