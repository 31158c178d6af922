import { tierRow } from "../../events/tiers.ts";
import type { Instance } from "../model/instance.ts";
import { ASKED_AGAIN_MAX } from "../model/limits.ts";
import { changesForGood } from "../model/overrides.ts";
import type { Trigger } from "./triggers.ts";

/** The conditions a row of the transition table may name. */
export const GUARDS = {
  reserved: (instance) => instance.lease !== undefined,
  "not reserved": (instance) => instance.lease === undefined,
  suspect: (instance) => instance.suspectSince !== undefined,
  "not suspect": (instance) => instance.suspectSince === undefined,
  "tier running": (instance) => tierRow(instance.tier).parks === "stays-running",
  "stops itself": (instance) => instance.terms.evidence.preparing.by === "self-stop",
  "not interrupted": (instance) => instance.interruptedAt === undefined,
  "EC2 runs it": (instance) => instance.observed.state === "running",
  "EC2 had begun it": (instance) => ["pending", "running", "stopping"].includes(instance.observed.state),
  "EC2 holds it stopped": (instance) => instance.observed.state === "stopped",
  "may ask again": (instance) => instance.askedAgain < ASKED_AGAIN_MAX,
  "no capacity": (_, trigger) => trigger.name === "start-failed" && trigger.noCapacity,
  altered: (_, trigger) =>
    (trigger.name === "start-failed" || trigger.name === "unsatisfiable") && trigger.altered === true,
  /** What a claim changed for good is fit for nobody else. */
  "for reuse": ({ lease }, trigger) =>
    trigger.name === "released" && trigger.reuse && !changesForGood(lease?.overrides ?? {}),
  /** A claim that asks for access has its instance make it, once somebody there has been heard. */
  "speaks first, access is to be made": ({ lease, signals }) =>
    lease?.overrides.access !== undefined && Object.keys(signals).length === 0,
} as const satisfies Record<string, (instance: Instance, trigger: Trigger) => boolean>;

export type Guard = keyof typeof GUARDS;

export const holds = (guard: Guard, instance: Instance, trigger: Trigger): boolean => GUARDS[guard](instance, trigger);
