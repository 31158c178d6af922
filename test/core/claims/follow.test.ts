import { describe, expect, it } from "vitest";
import { followInstance } from "../../../core/claims/follow.ts";
import type { ClaimState } from "../../../core/model/claim.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { aClaim, aLease, claimNo, EPOCH, inState, instanceNo } from "../../builders.ts";

const at = EPOCH + MINUTE_MS;
const reasons = [{ code: "out-of-time" }] as const;
const claim = (state: ClaimState) =>
  aClaim({ state, instance: instanceNo(1), leaseEpoch: 1, leasedAt: EPOCH, version: 2 });
const before = inState("handing-over");
const after = (state: State, changes: Partial<Instance> = {}): Instance => {
  const { lease: _, ...unleased } = inState(state);
  return { ...unleased, last: { ...unleased.last, at, cause: "test:1", reasons }, ...changes };
};
const kept = { lease: aLease(), leaseEpoch: 1 };

describe("a claim follows its instance", () => {
  it("into use: it is delivered", () => {
    const step = { at, cause: "test:1", reasons: [{ code: "delivered" }] };
    expect(followInstance(claim("leased"), before, after("in-use", { ...kept, since: at }))).toMatchObject({
      state: "delivered",
      deliveredAt: at,
      handOver: { waitMs: 0, prepareMs: 0, configureMs: 0, startMs: 0, verifyMs: MINUTE_MS },
      version: 3,
      last: step,
    });
  });

  it.each<State>(["warm", "quarantined", "retiring", "gone"])(
    "back to the queue when it becomes %s before it was delivered",
    (state) => {
      const waiting = followInstance(claim("leased"), before, after(state));
      expect(waiting).toMatchObject({
        state: "pending",
        failedHandOvers: 1,
        version: 3,
        last: { at, cause: "test:1", reasons },
      });
    },
  );

  it.each<State>(["retiring", "gone"])("into loss when it becomes %s in use", (state) => {
    const ended = followInstance(claim("delivered"), inState("in-use"), after(state));
    expect(ended).toMatchObject({
      state: "lost",
      endedAt: at,
      last: { reasons: [{ code: "instance-lost" }, ...reasons] },
    });
  });
});

describe("a claim stays as it is", () => {
  it.each<[string, ClaimState, Instance, Instance]>([
    ["its instance only moves nearer", "leased", inState("parking", kept), after("handing-over", kept)],
    ["its instance stays in use", "delivered", inState("in-use"), after("in-use", kept)],
    ["it has ended already", "released", inState("in-use"), after("retiring")],
    ["it was refused already", "refused", before, after("retiring")],
    ["its instance is in use and it was released before", "released", before, after("in-use", kept)],
    ["the instance had no lease", "leased", inState("preparing"), after("quarantined")],
    [
      "the lease was another claim's",
      "leased",
      inState("handing-over", { lease: aLease({ claim: claimNo(2) }) }),
      after("retiring"),
    ],
    [
      "the lease was an older one of its own",
      "leased",
      inState("handing-over", { lease: aLease({ epoch: 2 }) }),
      after("retiring"),
    ],
  ])("when %s", (_, state, from, to) => {
    expect(followInstance(claim(state), from, to)).toBeUndefined();
  });
});
