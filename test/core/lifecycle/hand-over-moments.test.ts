import { describe, expect, it } from "vitest";
import { transition } from "../../../core/lifecycle/transition.ts";
import type { Trigger } from "../../../core/lifecycle/triggers.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { SECOND_MS } from "../../../core/model/time.ts";
import { aLease, EPOCH, inState } from "../../builders.ts";

const after = (instance: Instance, ...triggers: readonly Trigger[]): Instance =>
  triggers.reduce((record, trigger) => {
    const outcome = transition(record, trigger);
    if (outcome.kind !== "kept" && outcome.kind !== "moved") throw new Error(`${trigger.name}: ${outcome.kind}`);
    return outcome.next;
  }, instance);
const reports = (name: string, seconds: number): Trigger => {
  const at = EPOCH + seconds * SECOND_MS;
  return { name: "signal", signal: { name, at, ok: true, offsetMs: seconds }, at, cause: `signal:${name}` };
};

describe("what a lease remembers of its hand-over", () => {
  it("is when the instance was heard of first, though the same signal comes again", () => {
    const handed = after(inState("handing-over"), reports("clock", 20), reports("clock", 27), reports("agent", 30));
    expect(handed.lease?.reportedAt).toBe(EPOCH + 20 * SECOND_MS);
  });

  it("is nothing that was heard before the hand-over began, or without a claim", () => {
    const reserved = inState("preparing", { lease: aLease(), leaseEpoch: 1 });
    expect(after(reserved, reports("agent", 1)).lease).not.toHaveProperty("reportedAt");
    expect(after(inState("preparing"), reports("agent", 1))).not.toHaveProperty("lease");
  });

  it("is when it was made what the claim asks for, and nothing where there was nothing to do", () => {
    const at = EPOCH + 4 * SECOND_MS;
    const wanted = inState("handing-over", { lease: aLease({ overrides: { tags: { job: "1" } }, configured: false }) });
    const configured = after(wanted, { name: "configured", leaseEpoch: 1, at, cause: "claim:1" });
    expect(configured.lease).toMatchObject({ configured: true, configuredAt: at });
    expect(after(inState("handing-over"), reports("agent", 1)).lease).not.toHaveProperty("fittedAt");
  });
});
