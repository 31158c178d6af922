import { describe, expect, it } from "vitest";
import { transition } from "../../../core/lifecycle/transition.ts";
import type { State } from "../../../core/model/instance.ts";
import type { Overrides } from "../../../core/model/overrides.ts";
import { aLease, claimNo, inState } from "../../builders.ts";
import { CAUSE, type Given, LATER, record, trigger } from "./given.ts";

const leased = (overrides: Overrides = {}) =>
  ({ name: "leased", claim: claimNo(1), overrides, at: LATER, cause: CAUSE }) as const;

describe("a lease", () => {
  it("is written with the claim, its overrides and the next epoch", () => {
    const outcome = transition(inState("warm", { leaseEpoch: 6 }), leased({ type: "m5.xlarge", tags: { job: "1" } }));
    const overrides = { type: "m5.xlarge", tags: { job: "1" } };
    const lease = { claim: claimNo(1), epoch: 7, at: LATER, overrides, configured: false };
    expect(outcome).toMatchObject({ kind: "moved", effect: "start", next: { leaseEpoch: 7, lease } });
    expect(outcome).toMatchObject({ next: { last: { reasons: [{ code: "leased", detail: { claim: claimNo(1) } }] } } });
  });

  it.each<[string, Overrides, boolean]>([
    ["nothing to change", {}, true],
    ["the type it has", { type: "m6i.xlarge" }, true],
    ["no tags", { tags: {} }, true],
    ["another type", { type: "m5.xlarge" }, false],
    ["tags", { tags: { job: "1" } }, false],
    ["tags, and the type it has", { type: "m6i.xlarge", tags: { job: "1" } }, false],
  ])("that asks for %s is fitted from the start: %j %s", (_, overrides, configured) => {
    expect(transition(inState("warm"), leased(overrides))).toMatchObject({ next: { lease: { configured } } });
  });

  it("of one that is not ready yet leaves its state, entry, evidence and deadline alone", () => {
    const before = inState("preparing", { signals: { agent: { name: "agent", at: LATER, ok: true } } });
    const outcome = transition(before, leased());
    const { state, entry, since, wakeAt, signals } = before;
    expect(outcome).toMatchObject({ kind: "kept", next: { state, entry, since, wakeAt, signals, leaseEpoch: 1 } });
    expect(outcome).not.toHaveProperty("effect");
  });

  it("is fitted once what it asks for is changed, and the record has the new type", () => {
    const lease = aLease({ overrides: { type: "m5.xlarge", tags: { job: "1" } }, configured: false });
    const before = inState("handing-over", { lease, leaseEpoch: 1 });
    const outcome = transition(before, trigger("configured", before));
    expect(outcome).toMatchObject({ kind: "kept", next: { type: "m5.xlarge", lease: { ...lease, configured: true } } });
    expect(outcome).toMatchObject({
      next: { last: { reasons: [{ code: "configured", detail: { claim: claimNo(1) } }] } },
    });
  });

  it("that asks for tags alone leaves the type as it is", () => {
    const lease = aLease({ overrides: { tags: { job: "1" } }, configured: false });
    const before = inState("handing-over", { lease });
    expect(transition(before, trigger("configured", before))).toMatchObject({ next: { type: "m6i.xlarge" } });
  });

  it("that is given up leaves nothing but its epoch", () => {
    const before = record("preparing", ["reserved"]);
    const outcome = transition(before, trigger("released", before));
    expect(outcome).toMatchObject({ kind: "kept", next: { state: "preparing", leaseEpoch: 1 } });
    expect(outcome).not.toHaveProperty("next.lease");
    expect(outcome).toMatchObject({
      next: { last: { reasons: [{ code: "unreserved", detail: { claim: claimNo(1) } }] } },
    });
  });
});

describe("a lease lives through", () => {
  it.each<[Parameters<typeof trigger>[0], State, readonly Given[], State]>([
    ["ec2:running", "launching", ["reserved"], "preparing"],
    ["ec2:stopped", "launching", ["reserved", "stops itself"], "handing-over"],
    ["ready", "preparing", ["reserved"], "handing-over"],
    ["ec2:stopped", "parking", ["reserved"], "handing-over"],
    ["ready", "handing-over", [], "in-use"],
  ])("%s, from %s (%j) to %s", (name, from, given, to) => {
    const before = record(from, given, name);
    const outcome = transition(before, trigger(name, before));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: to, lease: before.lease, leaseEpoch: 1 } });
  });
});

describe("a lease ends with", () => {
  it.each<[Parameters<typeof trigger>[0], State, readonly Given[], State]>([
    ["deadline", "preparing", ["reserved"], "quarantined"],
    ["interrupted", "parking", ["reserved"], "retiring"],
    ["ec2:terminated", "launching", ["reserved"], "gone"],
    ["start-failed", "handing-over", ["no capacity"], "warm"],
    ["start-failed", "handing-over", [], "quarantined"],
    ["failed", "handing-over", [], "retiring"],
    ["released", "in-use", ["for reuse"], "returning"],
    ["released", "in-use", [], "retiring"],
    ["ec2:shutting-down", "in-use", [], "retiring"],
    ["ec2:terminated", "in-use", [], "gone"],
  ])("%s, from %s (%j) to %s", (name, from, given, to) => {
    const before = record(from, given, name);
    const outcome = transition(before, trigger(name, before, given));
    expect(outcome).toMatchObject({ kind: "moved", next: { state: to, leaseEpoch: 1 } });
    expect(outcome).not.toHaveProperty("next.lease");
  });
});

describe("an instance that found no capacity", () => {
  it("is warm again, and says what EC2 said", () => {
    const before = inState("handing-over");
    const outcome = transition(before, trigger("start-failed", before, ["no capacity"]));
    expect(outcome).toMatchObject({
      next: { state: "warm", last: { reasons: [{ code: "start-failed", detail: { error: "Unsupported" } }] } },
    });
  });
});
