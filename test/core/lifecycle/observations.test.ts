import { describe, expect, it } from "vitest";
import { transition } from "../../../core/lifecycle/transition.ts";
import type { Ec2State } from "../../../core/model/instance.ts";
import { EC2_STATES, STATES } from "../../../events/states.ts";
import { EPOCH, inState } from "../../builders.ts";
import { CAUSE, LATER } from "./given.ts";

const says = (state: Ec2State, seenAt: number) => ({ name: `ec2:${state}`, seenAt, at: LATER, cause: CAUSE }) as const;
const known = (state: Ec2State) => ({ observed: { state, at: EPOCH } });

describe("what EC2 says", () => {
  it("is dropped when it is older than what is known, whatever it says", () => {
    for (const said of EC2_STATES)
      expect(transition(inState("preparing", known("running")), says(said, EPOCH - 1))).toEqual({ kind: "late" });
  });

  it("is dropped when it is older, even if it says the same", () => {
    const suspect = inState("preparing", { ...known("running"), suspectSince: EPOCH });
    expect(transition(suspect, says("running", EPOCH - 1))).toEqual({ kind: "late" });
  });

  it("is a double when it says again what is known, at the same time or later", () => {
    for (const state of EC2_STATES)
      for (const seenAt of [EPOCH, EPOCH + 1])
        expect(transition(inState("quarantined", known(state)), says(state, seenAt))).toEqual({ kind: "already" });
  });

  it("is kept with the moment EC2 said it, not the moment it came", () => {
    const outcome = transition(inState("preparing", known("running")), says("stopping", EPOCH + 1));
    expect(outcome).toMatchObject({ kind: "kept", next: { observed: { state: "stopping", at: EPOCH + 1 } } });
  });

  it("is reported with its state as the reason", () => {
    const outcome = transition(inState("parking"), says("stopped", EPOCH + 1));
    expect(outcome).toMatchObject({
      next: { last: { reasons: [{ code: "ec2-said", detail: { state: "stopped" } }] } },
    });
  });
});

describe("two observations of the same second", () => {
  /** Known, said, whether the second is believed. */
  it.each<[Ec2State, Ec2State, boolean]>([
    ["pending", "running", true],
    ["pending", "stopping", true],
    ["pending", "stopped", true],
    ["pending", "shutting-down", true],
    ["pending", "terminated", true],
    ["running", "pending", false],
    ["running", "stopping", true],
    ["running", "stopped", true],
    ["running", "shutting-down", true],
    ["running", "terminated", true],
    ["stopping", "pending", false],
    ["stopping", "running", false],
    ["stopping", "stopped", true],
    ["stopping", "shutting-down", true],
    ["stopping", "terminated", true],
    ["stopped", "pending", false],
    ["stopped", "running", false],
    ["stopped", "stopping", false],
    ["stopped", "shutting-down", true],
    ["stopped", "terminated", true],
    ["shutting-down", "pending", false],
    ["shutting-down", "running", false],
    ["shutting-down", "stopping", false],
    ["shutting-down", "stopped", false],
    ["shutting-down", "terminated", true],
    ["terminated", "pending", false],
    ["terminated", "running", false],
    ["terminated", "stopping", false],
    ["terminated", "stopped", false],
    ["terminated", "shutting-down", false],
  ])("are in EC2's own order: %s, then %s: believed %s", (before, said, believed) => {
    const { kind } = transition(inState("quarantined", known(before)), says(said, EPOCH));
    expect(kind !== "late").toBe(believed);
  });
});

describe("what somebody changed behind our back", () => {
  const facts = {
    type: "m5.large",
    az: "eu-west-1b",
    imageId: "ami-0d8bc0e6a44b2f312",
    securityGroups: ["sg-0a1b2c3d"],
    tags: { team: "other" },
  };
  const reasons = [{ code: "drifted", detail: { field: "type", ours: "m6i.xlarge", theirs: "m5.large" } }] as const;

  it("is what the record says from then on, and its state and mark stay", () => {
    const before = inState("warm", { suspectSince: EPOCH });
    const outcome = transition(before, { name: "drifted", facts, reasons, at: LATER, cause: CAUSE });
    const { state, entry, suspectSince } = before;
    expect(outcome).toMatchObject({ kind: "kept", next: { ...facts, state, entry, suspectSince, last: { reasons } } });
    expect("next" in outcome && outcome.next.tags).toEqual(facts.tags);
  });
});

describe("a suspect", () => {
  const live = STATES.filter((state) => state !== "gone");

  it.each(live)("that is %s is none any more once EC2 speaks of it again", (state) => {
    const suspect = inState(state, { suspectSince: EPOCH });
    const outcome = transition(suspect, says(suspect.observed.state, EPOCH + 1));
    expect(outcome).toMatchObject({ kind: "kept", next: { state, version: suspect.version + 1 } });
    expect(outcome).not.toHaveProperty("next.suspectSince");
  });

  it("is none any more once EC2 says something new of it", () => {
    const outcome = transition(inState("parking", { suspectSince: EPOCH }), says("stopped", EPOCH + 1));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: "warm" } });
    expect(outcome).not.toHaveProperty("next.suspectSince");
  });

  it("is marked with the moment it was missed, and keeps its state, entry and deadline", () => {
    const before = inState("parking");
    const { wakeAt, entry } = before;
    const outcome = transition(before, { name: "missing", at: LATER, cause: CAUSE });
    expect(outcome).toMatchObject({ kind: "kept", next: { state: "parking", entry, wakeAt, suspectSince: LATER } });
  });

  it("that a sweep lists again is none any more", () => {
    const outcome = transition(inState("warm", { suspectSince: EPOCH }), { name: "found", at: LATER, cause: CAUSE });
    expect(outcome).not.toHaveProperty("next.suspectSince");
  });

  it("is no suspect but a tombstone once it is proven gone", () => {
    const suspect = inState("warm", { suspectSince: EPOCH });
    const outcome = transition(suspect, { name: "proven-gone", reasons: [], at: LATER, cause: CAUSE });
    expect(outcome).toMatchObject({ kind: "moved", next: { state: "gone", since: LATER } });
    expect(outcome).not.toHaveProperty("next.suspectSince");
  });
});
