import { describe, expect, it } from "vitest";
import { nonceOf } from "../../../core/model/start.ts";
import { bootstrapOf } from "../../../core/readiness/bootstrap.ts";
import { STATES } from "../../../events/states.ts";
import { claimNo, inState } from "../../builders.ts";

describe("the bootstrap instructions of an instance", () => {
  it.each(STATES.map((state) => [state] as const))(
    "that is %s states its role, what it must prove, and whose it is",
    (state) => {
      const prepare = { mode: "prepare", needs: ["sysprep", "second-boot", "clock", "agent"], maxClockOffsetMs: 1_000 };
      const expected = {
        launching: prepare,
        preparing: prepare,
        parking: { mode: "wait", needs: [] },
        warm: { mode: "wait", needs: [] },
        "handing-over": { mode: "hand-over", needs: ["clock", "agent"], maxClockOffsetMs: 1_000, claim: claimNo(1) },
        "in-use": { mode: "in-use", needs: [], claim: claimNo(1) },
        returning: { mode: "return", needs: ["scrubbed"] },
        quarantined: { mode: "leave", needs: [] },
        retiring: { mode: "leave", needs: [] },
        gone: { mode: "leave", needs: [] },
      }[state];
      const instance = inState(state);
      const nonce = nonceOf(instance);
      expect(bootstrapOf(instance)).toEqual({ ...expected, ...(nonce !== undefined && { nonce }) });
    },
  );

  it("informs an instance that prepares nothing about the claim that waits for it", () => {
    const { lease } = inState("in-use");
    expect(bootstrapOf(inState("preparing", { lease: lease! }))).not.toHaveProperty("claim");
  });

  it("names no bound of a clock that has none, nor signals where EC2's word is enough", () => {
    const given = inState("handing-over");
    const terms = {
      ...given.terms,
      evidence: { ...given.terms.evidence, "handing-over": { by: "ec2-state" } as const },
    };
    expect(bootstrapOf({ ...given, terms })).toMatchObject({ mode: "hand-over", needs: [] });
    expect(bootstrapOf({ ...given, terms })).not.toHaveProperty("maxClockOffsetMs");
  });
});
