import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transition } from "../../../core/lifecycle/transition.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { SIGNALS_MAX } from "../../../core/model/limits.ts";
import { STATES } from "../../../events/states.ts";
import { lives, type Step } from "./lives.ts";

const SEED = { seed: 20_260_105, numRuns: 500 };

/** Holds for every saved step of every life. */
const alwaysSaves = (holds: (before: Instance, next: Instance, step: Step) => boolean) =>
  fc.assert(
    fc.property(lives, (life) =>
      life.every((step) => !("next" in step.outcome) || holds(step.before, step.outcome.next, step)),
    ),
    SEED,
  );

const MAY_BE_LEASED: readonly State[] = ["launching", "preparing", "parking", "handing-over", "in-use"];
const MUST_BE_LEASED: readonly State[] = ["handing-over", "in-use"];

describe("always", () => {
  it("each saved change is one version more", () => alwaysSaves((before, next) => next.version === before.version + 1));

  it("the entry moves by one with the state, and only then", () =>
    alwaysSaves((before, next) => next.entry === before.entry + (next.state === before.state ? 0 : 1)));

  it("moved means another state, kept the same one", () =>
    alwaysSaves((before, next, { outcome }) => (outcome.kind === "moved") === (next.state !== before.state)));

  it("gone is final", () => alwaysSaves((before) => before.state !== "gone"));

  it("nobody is handed over or in use without a lease, and only who may be leased is", () =>
    alwaysSaves((_, next) => (next.lease ? MAY_BE_LEASED.includes(next.state) : !MUST_BE_LEASED.includes(next.state))));

  it("in use is reached from the hand-over alone, under the same lease", () =>
    alwaysSaves(
      (before, next) =>
        next.state !== "in-use" ||
        before.state === "in-use" ||
        (before.state === "handing-over" && next.lease?.epoch === before.lease?.epoch),
    ));

  it("what was in use is warm again only after returning", () =>
    alwaysSaves(
      (before, next) => before.state !== "in-use" || ["in-use", "returning", "retiring", "gone"].includes(next.state),
    ));

  it("a suspect is never leased", () =>
    alwaysSaves((before, next) => before.suspectSince === undefined || next.leaseEpoch === before.leaseEpoch));

  it("a lease's epoch is the record's, and goes up by one with each lease", () =>
    alwaysSaves(
      (before, next, { trigger }) =>
        next.leaseEpoch === before.leaseEpoch + (trigger.name === "leased" ? 1 : 0) &&
        (next.lease?.epoch ?? next.leaseEpoch) === next.leaseEpoch,
    ));

  it("what is seen of EC2 never gets older", () =>
    alwaysSaves((before, next) => next.observed.at >= before.observed.at));

  it("a record keeps a bounded number of signals", () =>
    alwaysSaves((_, next) => Object.keys(next.signals).length <= SIGNALS_MAX));

  it("who waits for something has a deadline; who is warm, in use or gone has none", () =>
    alwaysSaves((_, next) => (next.wakeAt === undefined) === ["warm", "in-use", "gone"].includes(next.state)));

  it("an effect is asked only with a saved change, and nothing is asked of what is gone", () =>
    alwaysSaves((_, next, { outcome }) => next.state !== "gone" || !("effect" in outcome)));

  it("the change published is the one made", () =>
    alwaysSaves((before, next, { trigger }) => {
      const { from, to, at, cause, name, reasons } = next.last;
      const told = from === before.state && to === next.state && name === trigger.name && reasons.length > 0;
      return told && at === trigger.at && cause === trigger.cause;
    }));

  it("the same record and trigger give the same outcome, and leave both as they were", () =>
    fc.assert(
      fc.property(lives, (life) =>
        life.every(
          ({ before, trigger, outcome }) => JSON.stringify(transition(before, trigger)) === JSON.stringify(outcome),
        ),
      ),
      SEED,
    ));

  it("every state is left in these lives, or they prove nothing", () => {
    const steps = fc.sample(lives, SEED).flat();
    const left = STATES.filter((state) =>
      steps.some((step) => step.outcome.kind === "moved" && step.before.state === state),
    );
    expect(left).toEqual(STATES.filter((state) => state !== "gone"));
  });
});
