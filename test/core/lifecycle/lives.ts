import fc from "fast-check";
import { type Outcome, transition } from "../../../core/lifecycle/transition.ts";
import type { Happening, Trigger } from "../../../core/lifecycle/triggers.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { EC2_STATES, STATES } from "../../../events/states.ts";
import { TIERS } from "../../../events/tiers.ts";
import { aTemplate, claimNo, EPOCH, inState } from "../../builders.ts";

/** A happening that does not know its record yet; epochs, entries and times are off by a little, now and then. */
type Draft = (instance: Instance) => Happening;

const off = fc.constantFrom(0, 0, 0, 0, 1, -1);
const seen = fc
  .tuple(fc.constantFrom(...EC2_STATES.slice(0, 4), "running", "terminated"), fc.integer({ min: -2, max: 5 }))
  .map(
    ([state, after]): Draft =>
      ({ observed }) => ({ name: `ec2:${state}`, seenAt: observed.at + after * SECOND_MS }),
  );
const signalled = fc.constantFrom("agent", "clock").map(
  (name): Draft =>
    ({ since, version }) => ({ name: "signal", signal: { name, ok: true, at: since, offsetMs: version } }),
);
const judged = fc.constantFrom("ready", "ready", "failed", "retire").map(
  (name): Draft =>
    () => ({ name, reasons: [] }),
);
const leased = fc.tuple(fc.constantFrom({}, { type: "m5.xlarge" }, { tags: { job: "1" } }), fc.nat(3)).map(
  ([overrides, n]): Draft =>
    () => ({ name: "leased", claim: claimNo(n), overrides }),
);
const ofLease = fc.tuple(fc.constantFrom("configured", "start-failed", "released"), off, fc.boolean()).map(
  ([name, off, flag]): Draft =>
    ({ leaseEpoch }) => ({ name, leaseEpoch: leaseEpoch + off, error: "x", noCapacity: flag, reuse: flag }),
);
const interrupted = fc.constantFrom("spot-stop", "rebalance").map(
  (notice): Draft =>
    () => ({ name: "interrupted", notice }),
);
const deadline = off.map(
  (off): Draft =>
    ({ entry, askedAgain }) => ({ name: "deadline", entry: entry + off, askedAgain }),
);
const swept = fc.constantFrom("missing", "found", "proven-gone").map(
  (name): Draft =>
    () => ({ name, reasons: [] }),
);

const drafts: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 6, arbitrary: seen },
  { weight: 2, arbitrary: signalled },
  { weight: 4, arbitrary: judged },
  { weight: 4, arbitrary: leased },
  { weight: 4, arbitrary: ofLease },
  { weight: 1, arbitrary: interrupted },
  { weight: 2, arbitrary: deadline },
  { weight: 2, arbitrary: swept },
);

const beginnings: fc.Arbitrary<Instance> = fc
  .tuple(fc.constantFrom(...STATES), fc.constantFrom(...TIERS), fc.boolean())
  .map(([state, tier, selfStop]) => {
    const { terms } = inState(state);
    const preparing = selfStop ? ({ by: "self-stop" } as const) : aTemplate().evidence.preparing;
    return inState(state, { tier, terms: { ...terms, evidence: { ...terms.evidence, preparing } } });
  });

export interface Step {
  readonly before: Instance;
  readonly trigger: Trigger;
  readonly outcome: Outcome;
}

/** A life from any state on: each draft gets the record as it then is. Inputs are frozen, so a write to one throws. */
export const lives: fc.Arbitrary<readonly Step[]> = fc
  .tuple(beginnings, fc.array(drafts, { minLength: 1, maxLength: 40 }))
  .map(([beginning, happenings]) => {
    let before = frozen(beginning);
    return happenings.map((happening, n) => {
      const trigger = frozen({ ...happening(before), at: EPOCH + n * SECOND_MS, cause: `test:${n}` });
      const step = { before, trigger, outcome: transition(before, trigger) };
      if ("next" in step.outcome) before = frozen(step.outcome.next);
      return step;
    });
  });

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null)
    for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
}
