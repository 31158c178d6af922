import type { Ec2State, Instance, Signal } from "../model/instance.ts";
import { type Reason, reason } from "../model/reason.ts";
import { CLOCK_SIGNAL, type Requirement } from "../model/template.ts";

/** What the evidence amounts to. `waiting` says for what, in words the instance can act on. */
export interface Verdict {
  readonly kind: "ready" | "waiting" | "failed";
  readonly reasons: readonly Reason[];
}

/** The evidence of one state entry. */
export interface Evidence {
  readonly ec2: Ec2State;
  readonly signals: Instance["signals"];
}

/** Holds the evidence against what the template asks for. Order, doubles and extra signals do not matter. */
export function judge(requirement: Requirement, { ec2, signals }: Evidence): Verdict {
  switch (requirement.by) {
    case "ec2-state":
      return ec2 === "running" ? READY : waiting(reason("waiting-for-ec2", { state: "running" }));
    case "self-stop":
      return waiting(reason("waiting-for-ec2", { state: "stopped" }));
    case "signals":
      return judgeSignals(requirement, signals);
  }
}

/** What is asked of an instance in its present state; undefined where no evidence is awaited. */
export const requirementOf = ({ state, terms }: Pick<Instance, "state" | "terms">): Requirement | undefined =>
  state === "preparing" || state === "handing-over" || state === "returning" ? terms.evidence[state] : undefined;

const READY: Verdict = { kind: "ready", reasons: [reason("evidence-complete")] };
const waiting = (...reasons: readonly Reason[]): Verdict => ({ kind: "waiting", reasons });

function judgeSignals(
  { needs, maxClockOffsetMs }: Extract<Requirement, { by: "signals" }>,
  signals: Instance["signals"],
): Verdict {
  const broken = needs.map((name) => signals[name]).find((signal) => signal?.ok === false);
  if (broken) {
    const detail = { signal: broken.name, text: broken.text ?? "no reason given" };
    return { kind: "failed", reasons: [reason("evidence-failed", detail)] };
  }
  const lacking = needs.flatMap((name) => {
    const signal = signals[name];
    if (!signal) return [reason("waiting-for-signal", { signal: name })];
    return name === CLOCK_SIGNAL ? clockFault(signal, maxClockOffsetMs) : [];
  });
  return lacking.length === 0 ? READY : waiting(...lacking);
}

function clockFault({ offsetMs }: Signal, maxMs: number | undefined): readonly Reason[] {
  if (maxMs === undefined) return [];
  if (offsetMs === undefined) return [reason("clock-without-offset")];
  return Math.abs(offsetMs) > maxMs ? [reason("clock-off", { offsetMs, maxMs })] : [];
}
