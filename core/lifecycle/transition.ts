import { EC2_STATES } from "../../events/states.ts";
import type { Ec2State, Effect, Instance, Lease, Observation, State, Transition } from "../model/instance.ts";
import { toChange } from "../model/overrides.ts";
import { type Reason, reason } from "../model/reason.ts";
import { isOfStart } from "../model/start.ts";
import { alarmAt, limitMs } from "./alarm.ts";
import { isSame, isStale, strayed, withSignal } from "./evidence.ts";
import { holds } from "./guards.ts";
import { TRANSITIONS, type TransitionRow } from "./transitions.ts";
import type { Trigger } from "./triggers.ts";

/** What a trigger does to a record. Only `moved` and `kept` have something to save. */
export type Outcome =
  /** The state changed; `effect` is what EC2 is asked. */
  | { readonly kind: "moved"; readonly next: Instance; readonly effect?: Effect }
  /** The state stays, the record changed; a deadline may ask its effect again. */
  | { readonly kind: "kept"; readonly next: Instance; readonly effect?: Effect }
  /** Nothing new: a double. */
  | { readonly kind: "already" }
  /** Older than what the record knows, or for a state entry or lease that is over. */
  | { readonly kind: "late" }
  /** Not in the table. */
  | { readonly kind: "refused"; readonly reason: Reason };

/** States that may be entered with a lease. Entering any other ends it. */
const LEASABLE: readonly State[] = ["preparing", "handing-over", "in-use"];
/** States that begin with no evidence. `preparing` keeps what came before EC2's `running` was heard. */
const FRESH_EVIDENCE: readonly State[] = ["handing-over", "returning"];

/** The next record, or why there is none. Pure: the same record and trigger give the same outcome. */
export function transition(instance: Instance, trigger: Trigger): Outcome {
  const stray = trigger.name === "signal" ? strayed(trigger.signal, instance) : undefined;
  if (stray) return { kind: "refused", reason: stray };
  if (isLate(instance, trigger)) return { kind: "late" };
  if (isDouble(instance, trigger)) return { kind: "already" };
  const row = rowFor(instance, trigger);
  if (!row) {
    const detail = { state: instance.state, trigger: trigger.name };
    return { kind: "refused", reason: reason("not-in-table", detail) };
  }
  const to = row.to === "stays" ? instance.state : row.to;
  const told = absorb(instance, trigger);
  const next = row.to === "stays" ? told : enter(told, to, trigger);
  return {
    kind: row.to === "stays" ? "kept" : "moved",
    next: { ...next, version: instance.version + 1, last: entryFor(instance, to, row, trigger) },
    ...(row.effect && { effect: row.effect }),
  };
}

/** The row that answers, or none. */
export const rowFor = (instance: Instance, trigger: Trigger): TransitionRow | undefined =>
  TRANSITIONS[instance.state][trigger.name]?.find((row) =>
    (row.when ?? []).every((guard) => holds(guard, instance, trigger)),
  );

const ec2StateOf = (trigger: Trigger): Observation | undefined =>
  "seenAt" in trigger ? { state: trigger.name.slice("ec2:".length) as Ec2State, at: trigger.seenAt } : undefined;

const rank = (state: Ec2State): number => EC2_STATES.indexOf(state);

function isLate(instance: Instance, trigger: Trigger): boolean {
  const seen = ec2StateOf(trigger);
  if (seen) {
    const known = instance.observed;
    if (seen.at !== known.at) return seen.at < known.at;
    return rank(seen.state) < rank(known.state);
  }
  if (trigger.name === "deadline")
    return trigger.entry !== instance.entry || trigger.askedAgain !== instance.askedAgain;
  if (trigger.name === "signal") return isStale(trigger.signal, instance.signals[trigger.signal.name]);
  if ("leaseEpoch" in trigger) return trigger.leaseEpoch !== instance.leaseEpoch || !instance.lease;
  return false;
}

function isDouble(instance: Instance, trigger: Trigger): boolean {
  const seen = ec2StateOf(trigger);
  if (seen) return seen.state === instance.observed.state && !instance.suspectSince && !isFirstOfStart(instance, seen);
  if (trigger.name === "signal") return isSame(trigger.signal, instance.signals[trigger.signal.name]);
  if (trigger.name === "interrupted") return trigger.notice === instance.interruptedBy;
  if (trigger.name === "configured") return instance.lease?.configured === true;
  if (trigger.name === "retire") return instance.state === "retiring" || instance.state === "gone";
  if (trigger.name === "missing") return instance.suspectSince !== undefined;
  if (trigger.name === "found") return instance.suspectSince === undefined;
  return false;
}

/** EC2 says what it said before, and for the first time since the start that is under way: that is evidence. */
const isFirstOfStart = (instance: Instance, seen: Observation): boolean =>
  isOfStart(instance, seen.at) && !isOfStart(instance, instance.observed.at);

/** What the record learns from the trigger, whatever the state does. */
function absorb(instance: Instance, trigger: Trigger): Instance {
  const seen = ec2StateOf(trigger);
  if (seen) return { ...omit(instance, "suspectSince"), observed: seen };
  switch (trigger.name) {
    case "signal":
      return withSignal(instance, trigger.signal);
    case "leased":
      return {
        ...instance,
        leaseEpoch: instance.leaseEpoch + 1,
        lease: newLease(instance, trigger),
      };
    case "configured":
      return {
        ...instance,
        type: instance.lease!.overrides.type ?? instance.type,
        securityGroups: instance.lease!.overrides.securityGroups ?? instance.securityGroups,
        lease: { ...instance.lease!, configured: true, configuredAt: trigger.at },
      };
    case "released":
      return omit(instance, "lease");
    case "interrupted":
      return { ...instance, interruptedAt: trigger.at, interruptedBy: trigger.notice };
    case "deadline":
      return {
        ...instance,
        askedAgain: instance.askedAgain + 1,
        ...alarmAt(instance.state, instance.terms, trigger.at),
      };
    case "missing":
      return { ...instance, suspectSince: trigger.at };
    case "found":
    case "proven-gone":
      return omit(instance, "suspectSince");
    case "drifted":
      return { ...instance, ...trigger.facts };
    case "ready":
      return instance.readyAt === undefined ? { ...instance, readyAt: trigger.at } : instance;
    default:
      return instance;
  }
}

/** The record as it enters another state. */
function enter(instance: Instance, to: State, { at }: Trigger): Instance {
  const lasting = LEASABLE.includes(to) ? instance : omit(instance, "lease");
  return {
    ...omit(lasting, "wakeAt"),
    state: to,
    since: at,
    entry: instance.entry + 1,
    askedAgain: 0,
    signals: FRESH_EVIDENCE.includes(to) ? {} : instance.signals,
    uses: instance.uses + (to === "in-use" ? 1 : 0),
    ...((to === "warm" || to === "handing-over") && instance.readyAt === undefined && { readyAt: at }),
    ...alarmAt(to, instance.terms, at),
  };
}

const newLease = (instance: Instance, { claim, overrides, at }: Extract<Trigger, { name: "leased" }>): Lease => ({
  claim,
  overrides,
  at,
  epoch: instance.leaseEpoch + 1,
  configured: toChange(overrides, instance).length === 0,
});

function entryFor(instance: Instance, to: State, row: TransitionRow, trigger: Trigger): Transition {
  const given = "reasons" in trigger ? trigger.reasons : [];
  return {
    name: trigger.name,
    from: instance.state,
    to,
    at: trigger.at,
    cause: trigger.cause,
    reasons: given.length > 0 ? given : [reason(row.why, detailFor(instance, trigger))],
  };
}

function detailFor(instance: Instance, trigger: Trigger): Record<string, string | number> {
  const seen = ec2StateOf(trigger);
  if (seen) return { state: seen.state };
  switch (trigger.name) {
    case "signal":
      return { signal: trigger.signal.name };
    case "leased":
      return { claim: trigger.claim };
    case "released":
      return { claim: instance.lease!.claim };
    case "configured":
      return { claim: instance.lease!.claim, changes: toChange(instance.lease!.overrides, instance).join(", ") };
    case "unsatisfiable":
      return { claim: instance.lease!.claim, field: trigger.field, error: trigger.error };
    case "start-failed":
      return { error: trigger.error };
    case "interrupted":
      return { notice: trigger.notice };
    case "deadline":
      return { state: instance.state, limitSeconds: (limitMs(instance.state, instance.terms) ?? 0) / 1_000 };
    default:
      return {};
  }
}

function omit<T extends object, K extends keyof T>(from: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = from;
  return rest;
}
