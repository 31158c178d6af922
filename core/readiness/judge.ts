import type { Ec2State, Instance, Signal } from "../model/instance.ts";
import { type Reason, reason } from "../model/reason.ts";
import { isOfStart } from "../model/start.ts";
import { ACCESS_SIGNAL, CLOCK_SIGNAL, type Requirement } from "../model/template.ts";

/** What the evidence amounts to. `waiting` says for what, in words the instance can act on. */
export interface Verdict {
  readonly kind: "ready" | "waiting" | "failed";
  readonly reasons: readonly Reason[];
}

/** The evidence of one state entry. */
export interface EntryEvidence {
  /** Undefined: EC2 has said nothing yet that is of this start. */
  readonly ec2: Ec2State | undefined;
  readonly signals: Instance["signals"];
}

/** What a record holds of evidence for its present start. */
export const evidenceOf = (instance: Pick<Instance, "state" | "lease" | "observed" | "signals">): EntryEvidence => ({
  ec2: isOfStart(instance, instance.observed.at) ? instance.observed.state : undefined,
  signals: instance.signals,
});

/** Holds the evidence against what the template asks for. Order, doubles and extra signals do not matter. */
export function judge(requirement: Requirement, { ec2, signals }: EntryEvidence): Verdict {
  switch (requirement.by) {
    case "ec2-state":
      return ec2 === "running" ? READY : waiting(reason("waiting-for-ec2", { state: "running" }));
    case "self-stop":
      return waiting(reason("waiting-for-ec2", { state: "stopped" }));
    case "signals":
      return judgeSignals(requirement, signals);
  }
}

/** What is asked of an instance in its present state; undefined where no evidence is awaited. Access that its claim asks for is evidence
 *  like any other. */
export function requirementOf({
  state,
  terms,
  lease,
}: Pick<Instance, "state" | "terms" | "lease">): Requirement | undefined {
  if (state !== "preparing" && state !== "handing-over" && state !== "returning") return undefined;
  const asked = terms.evidence[state];
  const makesAccess = state === "handing-over" && lease?.overrides.access !== undefined && asked.by === "signals";
  return makesAccess ? { ...asked, needs: [...asked.needs, ACCESS_SIGNAL] } : asked;
}

const READY: Verdict = { kind: "ready", reasons: [reason("evidence-complete")] };
const waiting = (...reasons: readonly Reason[]): Verdict => ({ kind: "waiting", reasons });

function judgeSignals(requirement: Asked, signals: Instance["signals"]): Verdict {
  const told = requirement.needs.map((name) => signals[name]);
  const broken = told.find((signal) => signal?.ok === false && !isUnbound(signal, requirement));
  if (broken) {
    const detail = { signal: broken.name, text: broken.text ?? "no reason given" };
    return { kind: "failed", reasons: [reason("evidence-failed", detail)] };
  }
  const latest = Math.max(1, ...Object.values(signals).map(({ boot = 1 }) => boot));
  const lacking = requirement.needs.flatMap((name) => {
    const signal = signals[name];
    return signal ? faults(signal, requirement, latest) : [reason("waiting-for-signal", { signal: name })];
  });
  return lacking.length === 0 ? READY : waiting(...lacking);
}

type Asked = Extract<Requirement, { by: "signals" }>;

const isUnbound = ({ nonce }: Signal, { bound = false }: Asked): boolean => bound && nonce === undefined;

/** Why a signal that is there is not the evidence that is asked for. A stage stays done when the system boots again; what a clock was
 *  before a boot says nothing of it after. */
function faults(signal: Signal, requirement: Asked, latest: number): readonly Reason[] {
  const { name, boot = 1 } = signal;
  if (isUnbound(signal, requirement)) return [reason("without-nonce", { signal: name })];
  const from = requirement.fromBoot?.[name] ?? 1;
  if (boot < from) return [reason("of-too-early-a-boot", { signal: name, boot, from })];
  if (name !== CLOCK_SIGNAL) return [];
  if (boot < latest) return [reason("clock-of-earlier-boot", { boot, latest })];
  return clockFault(signal, requirement.maxClockOffsetMs);
}

function clockFault({ offsetMs }: Signal, maxMs: number | undefined): readonly Reason[] {
  if (maxMs === undefined) return [];
  if (offsetMs === undefined) return [reason("clock-without-offset")];
  return Math.abs(offsetMs) > maxMs ? [reason("clock-off", { offsetMs, maxMs })] : [];
}
