import { describe, expect, it } from "vitest";
import { transition } from "../../../core/lifecycle/transition.ts";
import type { State } from "../../../core/model/instance.ts";
import { HOUR_MS, MINUTE_MS } from "../../../core/model/time.ts";
import { aLease, claimNo, EPOCH, inState } from "../../builders.ts";
import { CAUSE, LATER, record, trigger } from "./given.ts";

const deadline = (entry: number, askedAgain = 0) =>
  ({ name: "deadline", entry, askedAgain, at: LATER, cause: CAUSE }) as const;

describe("a deadline", () => {
  it("of the present entry acts", () => {
    const outcome = transition(inState("preparing", { entry: 2 }), deadline(2));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: "quarantined" } });
  });

  it.each([1, 3])("of another entry (%i instead of 2) is late", (entry) => {
    expect(transition(inState("preparing", { entry: 2 }), deadline(entry))).toEqual({ kind: "late" });
  });

  it.each([0, 2])("that asked %i times, where one was asked, is late", (askedAgain) => {
    expect(transition(inState("parking", { entry: 2, askedAgain: 1 }), deadline(2, askedAgain))).toEqual({
      kind: "late",
    });
  });

  it("that asks again counts it and sets the next one as far ahead, in the same entry", () => {
    const before = inState("parking", { askedAgain: 1 });
    const outcome = transition(before, deadline(before.entry, 1));
    const next = { state: "parking", entry: before.entry, since: EPOCH, askedAgain: 2, wakeAt: LATER + 5 * MINUTE_MS };
    expect(outcome).toMatchObject({ kind: "kept", effect: "stop", next });
  });

  it("reports how long the state may take", () => {
    const before = inState("preparing");
    const reasons = [{ code: "out-of-time", detail: { state: "preparing", limitSeconds: 1_200 } }];
    expect(transition(before, deadline(before.entry))).toMatchObject({ next: { last: { reasons } } });
  });
});

describe("entering a state", () => {
  it("counts the entry and starts its time anew, with nothing asked again", () => {
    const before = inState("parking", { entry: 4, askedAgain: 2 });
    const outcome = transition(before, trigger("ec2:stopped", before));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: "warm", entry: 5, since: LATER, askedAgain: 0 } });
  });

  /** Trigger, from, to, how long it may take. */
  it.each<[Parameters<typeof trigger>[0], State, State, number]>([
    ["ec2:running", "launching", "preparing", 20 * MINUTE_MS],
    ["ready", "preparing", "parking", 5 * MINUTE_MS],
    ["leased", "warm", "handing-over", 5 * MINUTE_MS],
    ["failed", "preparing", "quarantined", 4 * HOUR_MS],
    ["retire", "warm", "retiring", 10 * MINUTE_MS],
  ])("by %s, from %s to %s, sets its deadline", (name, from, to, limitMs) => {
    const outcome = transition(record(from, [], name), trigger(name, inState(from)));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: to, wakeAt: LATER + limitMs } });
  });

  it("sets the deadline of a return", () => {
    const before = inState("in-use");
    const outcome = transition(before, trigger("released", before, ["for reuse"]));
    expect(outcome).toMatchObject({ next: { state: "returning", wakeAt: LATER + 10 * MINUTE_MS } });
  });

  it.each([
    ["ec2:stopped", "parking", "warm"],
    ["ready", "handing-over", "in-use"],
    ["ec2:terminated", "retiring", "gone"],
  ] as const)("by %s, from %s to %s, leaves no deadline behind", (name, from, to) => {
    const before = record(from, [], name);
    expect(before.wakeAt).toBeDefined();
    const outcome = transition(before, trigger(name, before));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: to } });
    expect(outcome).not.toHaveProperty("next.wakeAt");
  });

  it("counts a use when it is handed over, and at no other time", () => {
    const handingOver = inState("handing-over", { uses: 3 });
    expect(transition(handingOver, trigger("ready", handingOver))).toMatchObject({ next: { uses: 4 } });
    const inUse = inState("in-use", { uses: 4 });
    expect(transition(inUse, trigger("released", inUse, ["for reuse"]))).toMatchObject({ next: { uses: 4 } });
  });

  it("is reported with where from, where to, when and because of what", () => {
    const outcome = transition(inState("warm"), {
      name: "retire",
      reasons: [{ code: "too-old" }],
      at: LATER,
      cause: CAUSE,
    });
    const last = {
      name: "retire",
      from: "warm",
      to: "retiring",
      at: LATER,
      cause: CAUSE,
      reasons: [{ code: "too-old" }],
    };
    expect(outcome).toMatchObject({ next: { last } });
  });
});

describe("the moment an instance is ready first", () => {
  it.each([
    ["ready", [], "parking"],
    ["ready", ["tier running"], "warm"],
    ["ready", ["reserved"], "handing-over"],
    ["ec2:stopped", ["stops itself"], "warm"],
    ["ec2:stopped", ["stops itself", "reserved"], "handing-over"],
  ] as const)("is kept when %s (%j) makes it %s", (name, given, to) => {
    const before = record("preparing", given, name);
    expect(transition(before, trigger(name, before))).toMatchObject({ next: { state: to, readyAt: LATER } });
  });

  it("stays what it was when it is ready again", () => {
    for (const before of [inState("returning"), inState("handing-over"), inState("returning", { tier: "running" })])
      expect(transition(before, trigger("ready", before))).toMatchObject({
        kind: "moved",
        next: { readyAt: before.readyAt },
      });
  });

  it("does not come with a failure", () => {
    const before = inState("preparing");
    expect(transition(before, trigger("failed", before))).not.toHaveProperty("next.readyAt");
  });
});

describe("an interruption", () => {
  const announced = (notice: string) => ({ name: "interrupted", notice, at: LATER, cause: CAUSE }) as const;

  it("of an instance in use is marked and reported, and changes neither its state nor its lease", () => {
    const outcome = transition(inState("in-use"), announced("rebalance-recommended"));
    const marks = { interruptedAt: LATER, interruptedBy: "rebalance-recommended", state: "in-use", lease: aLease() };
    expect(outcome).toMatchObject({ kind: "kept", next: marks });
    expect(outcome).toMatchObject({
      next: { last: { reasons: [{ code: "interrupted", detail: { notice: "rebalance-recommended" } }] } },
    });
  });

  it("that follows a mere recommendation is news", () => {
    const recommended = inState("in-use", { interruptedAt: EPOCH, interruptedBy: "rebalance-recommended" });
    expect(transition(recommended, announced("spot-terminate"))).toMatchObject({
      kind: "kept",
      next: { interruptedAt: LATER, interruptedBy: "spot-terminate" },
    });
    expect(transition(recommended, announced("rebalance-recommended"))).toEqual({ kind: "already" });
  });
});

describe("a trigger of an older lease", () => {
  it.each([
    [1, 2],
    [3, 2],
  ])("is late: epoch %i where %i stands", (leaseEpoch, stands) => {
    const held = inState("handing-over", { lease: aLease({ claim: claimNo(2), epoch: stands }), leaseEpoch: stands });
    const when = { leaseEpoch, at: LATER, cause: CAUSE };
    expect(transition(held, { name: "released", reuse: true, ...when })).toEqual({ kind: "late" });
    expect(transition(held, { name: "configured", ...when })).toEqual({ kind: "late" });
    expect(transition(held, { name: "start-failed", error: "x", noCapacity: true, ...when })).toEqual({ kind: "late" });
  });
});
