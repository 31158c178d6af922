import type { Claim, ClaimState } from "../../core/model/claim.ts";
import type { Ec2State, Instance, State } from "../../core/model/instance.ts";
import { claimDetailsOf } from "../../core/notices/details.ts";
import { claimNotice, instanceNotice, poolNotice } from "../../core/notices/notice-of.ts";
import type { Fact } from "../../local/facts.ts";
import { aClaim, anIntent, aPool, claimNo, EPOCH, inState, instanceNo, next, POOL } from "../builders.ts";

/** Facts as a cloud reports them, of the first instance and the first claim unless another is named. */

export const instanceAt = (state: State, changes: Partial<Instance> = {}): Fact => {
  const after = inState(state, { version: 1, ...changes });
  return { kind: "written", written: { kind: "instance", after } };
};

export const claimAt = (state: ClaimState, changes: Partial<Claim> = {}): Fact & { kind: "written" } => {
  const held = state === "leased" || state === "delivered" ? { instance: instanceNo(1), leasedAt: EPOCH } : {};
  return { kind: "written", written: { kind: "claim", after: aClaim({ state, version: 1, ...held, ...changes }) } };
};

/** The same claim a version later. */
export const onward = (
  { written }: Fact & { kind: "written" },
  changes: Partial<Claim>,
): Fact & { kind: "written" } => {
  if (written.kind !== "claim") throw new Error("only claims go on here");
  return { kind: "written", written: { kind: "claim", before: written.after, after: next(written.after, changes) } };
};

export const answeredAs = (changes: Partial<Claim>): Fact => ({
  kind: "answered",
  claim: claimDetailsOf(aClaim(changes)),
});
export const claimTold = (changes: Partial<Claim>): Fact => ({ kind: "noticed", notice: claimNotice(aClaim(changes)) });
export const instanceTold = (version: number): Fact => ({
  kind: "noticed",
  notice: instanceNotice(inState("warm", { version })),
});
export const poolTold = (): Fact => ({ kind: "noticed", notice: poolNotice(aPool()) });
export const poolAt = (most: number): Fact => ({
  kind: "written",
  written: { kind: "pool", after: aPool({ max: { instances: most } }) },
});
export const intended = (count: number): Fact => ({ kind: "intended", intent: anIntent({ count }) });
export const launched = (...nths: number[]): Fact => ({
  kind: "launched",
  token: anIntent().token,
  pool: POOL,
  ids: nths.map(instanceNo),
});
export const asked = (what: "start" | "stop" | "terminate"): Fact => ({ kind: "asked", id: instanceNo(1), what });
export const ec2 = (state: Ec2State): Fact => ({ kind: "ec2", id: instanceNo(1), pool: POOL, state });
export const [FIRST, SECOND] = [claimNo(1), claimNo(2)];
