import type { Trigger, TriggerName } from "../../../core/lifecycle/triggers.ts";
import type { Ec2State, Instance, State, Terms } from "../../../core/model/instance.ts";
import { MINUTE_MS, SECOND_MS } from "../../../core/model/time.ts";
import { EC2_STATES } from "../../../events/states.ts";
import { aLease, aTemplate, claimNo, EPOCH, inState } from "../../builders.ts";

/** When the trigger of a test happens: a minute into the state. */
export const LATER = EPOCH + MINUTE_MS;
export const CAUSE = "event:of-a-test";

const selfStop: Terms = {
  ...inState("preparing").terms,
  evidence: { ...aTemplate().evidence, preparing: { by: "self-stop" } },
};

/** Circumstances that a row of the table may depend on: each changes the record, or what the trigger says. */
const RECORDS = {
  reserved: { lease: aLease({ configured: false }), leaseEpoch: 1 },
  configured: { lease: aLease(), leaseEpoch: 1 },
  "not fitted": { lease: aLease({ configured: false }), leaseEpoch: 1 },
  "asks for access": {
    lease: aLease({ overrides: { access: { kind: "password", secret: "team/build" } } }),
    leaseEpoch: 1,
  },
  "has spoken": { signals: { clock: { name: "clock", at: EPOCH, ok: true, offsetMs: 0 } } },
  suspect: { suspectSince: EPOCH },
  "interrupted before": { interruptedAt: EPOCH, interruptedBy: "spot-terminate" },
  "tier running": { tier: "running" },
  "tier hibernated": { tier: "hibernated" },
  "stops itself": { terms: selfStop },
  "asked twice": { askedAgain: 2 },
  "asked three times": { askedAgain: 3 },
} as const satisfies Record<string, Partial<Instance>>;
const WORDS = ["no capacity", "altered", "for reuse"] as const;

export type Given = keyof typeof RECORDS | (typeof WORDS)[number] | `EC2 ${Ec2State}`;

/** A record of the state, under the circumstances. Unless they say what EC2 said last, it was something else than it says now. */
export function record(state: State, given: readonly Given[], now?: TriggerName): Instance {
  const changes = given.flatMap((each) => (each in RECORDS ? [RECORDS[each as keyof typeof RECORDS]] : []));
  const told = EC2_STATES.find((each) => given.includes(`EC2 ${each}`));
  const other = now === "ec2:pending" ? "running" : "pending";
  const observed = told ?? (now?.startsWith("ec2:") ? other : inState(state).observed.state);
  return inState(state, Object.assign({}, { observed: { state: observed, at: EPOCH } }, ...changes));
}

/** The trigger, saying what fits the record as it is. */
export function trigger(name: TriggerName, instance: Instance, given: readonly Given[] = []): Trigger {
  const when = { at: LATER, cause: CAUSE };
  const { leaseEpoch } = instance;
  switch (name) {
    case "signal":
      return { name, signal: { name: "agent", at: LATER, ok: true }, ...when };
    case "ready":
    case "failed":
    case "retire":
    case "proven-gone":
      return { name, reasons: [], ...when };
    case "leased":
      return { name, claim: claimNo(2), overrides: {}, ...when };
    case "configured":
      return { name, leaseEpoch, ...when };
    case "start-failed":
      return {
        name,
        leaseEpoch,
        error: "Unsupported",
        noCapacity: given.includes("no capacity"),
        altered: given.includes("altered"),
        ...when,
      };
    case "unsatisfiable":
      return {
        name,
        leaseEpoch,
        field: "networkInterface",
        error: "InvalidNetworkInterface.InUse",
        altered: given.includes("altered"),
        ...when,
      };
    case "released":
      return { name, leaseEpoch, reuse: given.includes("for reuse"), ...when };
    case "interrupted":
      return { name, notice: "spot-terminate", ...when };
    case "deadline":
      return { name, entry: instance.entry, askedAgain: instance.askedAgain, ...when };
    case "missing":
    case "found":
      return { name, ...when };
    case "drifted":
      return { name, facts: { ...instance, type: "m5.large" }, reasons: [], ...when };
    default:
      return { name, seenAt: LATER - SECOND_MS, ...when };
  }
}
