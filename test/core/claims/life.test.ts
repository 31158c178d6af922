import { describe, expect, it } from "vitest";
import { delivered, leased, lost, newClaim, putBack, queued, refused, released } from "../../../core/claims/life.ts";
import { CLAIM_ID } from "../../../core/model/ids.ts";
import { FAILED_HAND_OVERS_MAX } from "../../../core/model/limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { aClaim, aPool, CALLER, claimNo, EPOCH, inState, instanceNo } from "../../builders.ts";

const at = EPOCH + MINUTE_MS;
const step = { at, cause: "test:1", reasons: [{ code: "warm-found" }] } as const;
const HAND_OVER = { waitMs: 0, prepareMs: 0, configureMs: 0, startMs: 12_000, verifyMs: 48_000 };
const told = (name: string, from: string, to: string) => ({ name, from, to, ...step });

describe("a claim as it is asked for", () => {
  const request = { caller: CALLER, key: "job-1", type: "m5.xlarge", tags: { job: "1" }, az: "eu-west-1a" };
  const claim = newClaim(request, aPool({ fallback: "queue" }), at);

  it("is named after its caller and key, and nothing else", () => {
    expect(claim.id).toBe(claimNo(1));
    expect(claim.id).toMatch(CLAIM_ID);
    expect(newClaim({ caller: CALLER, key: "job-1" }, aPool({ id: "other" }), at + 1).id).toBe(claim.id);
    expect(newClaim({ caller: CALLER, key: "job-2" }, aPool(), at).id).not.toBe(claim.id);
    expect(newClaim({ caller: "arn:other", key: "job-1" }, aPool(), at).id).not.toBe(claim.id);
  });

  it("is not written yet, waits as long as its pool lets it, and takes the pool's fallback", () => {
    expect(claim).toMatchObject({
      state: "pending",
      version: 0,
      failedHandOvers: 0,
      pool: "win-build",
      fallback: "queue",
    });
    expect(claim).toMatchObject({ requestedAt: at, waitUntil: at + 10 * MINUTE_MS, request });
  });

  it("reports the attempt until it is written", () => {
    expect(claim.last).toEqual({
      name: "requested",
      from: "none",
      to: "pending",
      at,
      cause: `claim:${claim.id}`,
      reasons: [],
    });
  });

  it("wants changed on its instance what can be changed, and nothing that was not asked for", () => {
    expect(claim.overrides).toEqual({ type: "m5.xlarge", tags: { job: "1" } });
    expect(newClaim({ caller: CALLER, key: "k" }, aPool(), at).overrides).toEqual({});
  });
});

describe("a claim's life", () => {
  const fresh = newClaim({ caller: CALLER, key: "job-1" }, aPool(), EPOCH);
  const held = leased(fresh, inState("handing-over", { leaseEpoch: 4 }), "hit", step);

  it("begins from none when it is written first, whatever it begins as", () => {
    expect(queued(fresh, step)).toMatchObject({
      version: 1,
      state: "pending",
      kind: "miss",
      last: told("queued", "none", "pending"),
    });
    expect(refused(fresh, step)).toMatchObject({
      version: 1,
      state: "refused",
      last: told("refused", "none", "refused"),
    });
    expect(held.last).toEqual(told("leased", "none", "leased"));
  });

  it("is leased with the instance, its lease's epoch, the moment and how it was served", () => {
    const lease = { instance: instanceNo(1), leaseEpoch: 4, leasedAt: at, kind: "hit" };
    expect(held).toMatchObject({ version: 1, state: "leased", ...lease });
    expect(held).not.toHaveProperty("deliveredAt");
  });

  it("remains a miss when it is served after waiting", () => {
    const waited = leased(queued(fresh, step), inState("handing-over"), "hit", step);
    expect(waited).toMatchObject({ version: 2, kind: "miss", last: { from: "pending", to: "leased" } });
  });

  it("says why it is of its kind, and goes on to when it is served later", () => {
    const because = [{ code: "queued" }] as const;
    expect(held.because).toEqual(step.reasons);
    const waiting = queued(fresh, { ...step, reasons: because });
    expect(waiting.because).toEqual(because);
    expect(leased(waiting, inState("handing-over"), "hit", step).because).toEqual(because);
    expect(refused(waiting, step).because).toEqual(because);
    expect(refused({ ...fresh, kind: "miss" }, step).because).toEqual(step.reasons);
    expect(putBack(held, { ...step, reasons: because })).toMatchObject({ kind: "miss", because });
  });

  it("is delivered, keeps its instance, and says where the time went", () => {
    const done = delivered(held, step, HAND_OVER);
    expect(done).toMatchObject({
      version: 2,
      state: "delivered",
      deliveredAt: at,
      handOver: HAND_OVER,
      instance: instanceNo(1),
      leaseEpoch: 4,
    });
    expect(done.last).toEqual(told("delivered", "leased", "delivered"));
    expect(done).not.toHaveProperty("endedAt");
  });

  it.each([
    ["released", released],
    ["refused", refused],
    ["lost", lost],
  ] as const)("ends %s, with the moment", (state, end) => {
    const ended = end(delivered(held, step, HAND_OVER), step);
    expect(ended).toMatchObject({ version: 3, state, endedAt: at, last: told(state, "delivered", state) });
  });
});

describe("a claim whose instance failed it", () => {
  const held = aClaim({
    state: "leased",
    kind: "hit",
    instance: instanceNo(1),
    leaseEpoch: 1,
    leasedAt: EPOCH,
    version: 2,
  });

  it("waits again at its old place, a miss, with nothing left of the instance", () => {
    const waiting = putBack(held, step);
    const { requestedAt } = held;
    expect(waiting).toMatchObject({ state: "pending", kind: "miss", failedHandOvers: 1, version: 3, requestedAt });
    expect(waiting.last).toEqual(told("put-back", "leased", "pending"));
    for (const left of ["instance", "leaseEpoch", "leasedAt"]) expect(waiting).not.toHaveProperty(left);
  });

  it("waits on for as long as it had left when it was given the instance", () => {
    const given = held.leasedAt ?? 0;
    const later = putBack(held, { ...step, at: given + 30 * MINUTE_MS });
    expect(later.waitUntil - (given + 30 * MINUTE_MS)).toBe(held.waitUntil - given);
  });

  it("is refused after too many, and the answer says why", () => {
    expect(putBack({ ...held, failedHandOvers: FAILED_HAND_OVERS_MAX - 2 }, step)).toMatchObject({ state: "pending" });
    const refusal = putBack({ ...held, failedHandOvers: FAILED_HAND_OVERS_MAX - 1 }, step);
    expect(refusal).toMatchObject({
      state: "refused",
      failedHandOvers: FAILED_HAND_OVERS_MAX,
      endedAt: at,
      version: 3,
    });
    const tooOften = { code: "tried-too-often", detail: { failedHandOvers: FAILED_HAND_OVERS_MAX } };
    expect(refusal.last).toMatchObject({ name: "refused", reasons: [...step.reasons, tooOften] });
    expect(refusal).not.toHaveProperty("instance");
  });
});
