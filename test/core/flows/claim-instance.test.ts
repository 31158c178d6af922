import { describe, expect, it } from "vitest";
import { type Claimed, claimInstance } from "../../../core/flows/claim-instance.ts";
import type { ClaimRequest } from "../../../core/model/claim.ts";
import { spread } from "../../../core/model/ids.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { BACKSTOP_DELAY_MS, CANDIDATES_MAX } from "../../../core/model/limits.ts";
import { MINUTE_MS } from "../../../core/model/time.ts";
import {
  aLease,
  aPool,
  aTarget,
  aTemplate,
  CALLER,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
  next,
  POOL,
  REGION,
} from "../../builders.ts";
import { IMPOSSIBLE, NO_CAPACITY } from "./ec2.ts";
import { type Stage, stage } from "./stage.ts";

const request = (changes: Partial<ClaimRequest> = {}): ClaimRequest => ({
  caller: CALLER,
  key: "job-1",
  pool: POOL,
  ...changes,
});
const CLAIM = claimNo(1);
const stocked = (...instances: readonly Instance[]) => stage({ instances });
const warm = (n: number, changes: Partial<Instance> = {}) => inState("warm", { id: instanceNo(n), ...changes });
const answered = (claimed: Claimed) => {
  if (claimed.kind !== "answer") throw new Error(`no answer: ${claimed.kind}`);
  return claimed;
};
const claim = async (on: Stage, changes: Partial<ClaimRequest> = {}) =>
  answered(await claimInstance(on.ports, request(changes)));
const stateOnly = { by: "ec2-state" } as const;
const runningTier = {
  tier: "running",
  observed: { state: "running", at: EPOCH },
  terms: { ...inState("warm").terms, evidence: { ...aTemplate().evidence, "handing-over": stateOnly } },
} as const satisfies Partial<Instance>;

describe("a claim of a warm instance", () => {
  it("is a hit: leased and started within the request, and the answer says everything", async () => {
    const on = await stocked(warm(1));
    const { claim: made, instance, isNew } = await claim(on);
    expect(isNew).toBe(true);
    expect(made).toMatchObject({
      id: CLAIM,
      state: "leased",
      kind: "hit",
      instance: instanceNo(1),
      leaseEpoch: 1,
      version: 1,
    });
    expect(made.last.reasons).toEqual([{ code: "warm-found", detail: { state: "warm" } }]);
    expect(instance).toMatchObject({ state: "handing-over", lease: { claim: CLAIM }, version: 2 });
    expect(on.ec2.asked).toEqual([`start ${instanceNo(1)}`]);
  });

  it("leaves a backstop in the queue, which does nothing once EC2 was heard to begin", async () => {
    const on = await stocked(warm(1));
    await claim(on);
    expect(on.queued).toMatchObject([{ queue: "actions", at: EPOCH + BACKSTOP_DELAY_MS }]);
    const started = next(await on.instance(instanceNo(1)), { observed: { state: "pending", at: EPOCH + 1 } });
    await on.ports.records.commit({ instance: started });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(on.ec2.asked).toHaveLength(1);
  });

  it("changes first what it asks for, of the warm only what can become it", async () => {
    const on = await stocked(warm(1, { az: "eu-west-1a" }), warm(2, { az: "eu-west-1b" }));
    await claim(on, { az: "eu-west-1b", type: "m5.xlarge", tags: { job: "1" } });
    expect(on.ec2.asked).toEqual([
      `retype ${instanceNo(2)} m5.xlarge`,
      `tag ${instanceNo(2)} {"job":"1"}`,
      `start ${instanceNo(2)}`,
    ]);
  });

  it("in tier running is delivered in the answer", async () => {
    const on = await stage({
      pools: [aPool({ target: aTarget({ running: 1 }) })],
      instances: [warm(1, runningTier)],
    });
    const { claim: made, instance } = await claim(on);
    expect(made).toMatchObject({ state: "delivered", kind: "hit", deliveredAt: EPOCH });
    expect(instance).toMatchObject({ state: "in-use", uses: 1 });
    expect(on.ec2.asked).toEqual([]);
  });

  it("takes the faster tier first, and none that the pool does not keep", async () => {
    const pools = [aPool({ target: aTarget({ running: 1, stopped: 1 }) })];
    const instances = [warm(1), warm(2, { tier: "hibernated" }), warm(3, runningTier)];
    const on = await stage({ pools, instances });
    expect((await claim(on)).instance?.id).toBe(instanceNo(3));
    expect((await claim(on, { key: "job-2" })).instance?.id).toBe(instanceNo(1));
    expect((await claim(on, { key: "job-3" })).claim.kind).toBe("miss");
  });

  it("begins at a place of its own, so that many claims do not fight for the first", async () => {
    const on = await stocked(...Array.from({ length: 40 }, (_, n) => warm(n)));
    const order = Array.from({ length: 40 }, (_, n) => instanceNo(n)).sort((a, b) => (spread(a) < spread(b) ? -1 : 1));
    const from = spread(CLAIM);
    const ahead = order.filter((id) => spread(id) >= from);
    expect(ahead.slice(0, CANDIDATES_MAX)).toContain((await claim(on)).instance?.id);
  });

  it("takes the next when another claim is faster", async () => {
    const on = await stocked(warm(1), warm(2));
    on.before("records.commit", () => claim(on, { key: "job-2" }));
    const { claim: made } = await claim(on);
    const other = await on.claim(claimNo(2));
    expect(made).toMatchObject({ state: "leased", kind: "hit" });
    expect(new Set([made.instance, other.instance]).size).toBe(2);
  });

  it("finds the one that fits among many that do not", async () => {
    const others = Array.from({ length: 120 }, (_, n) => warm(n + 2));
    const on = await stocked(warm(1, { az: "eu-west-1b" }), ...others);
    expect((await claim(on, { az: "eu-west-1b" })).instance?.id).toBe(instanceNo(1));
  });

  it("takes none that is suspect", async () => {
    const on = await stocked(warm(1, { suspectSince: EPOCH }));
    expect((await claim(on)).claim).toMatchObject({ state: "pending", kind: "miss" });
  });
});

describe("a claim that finds nothing warm", () => {
  it.each<State>(["parking", "preparing"])("reserves one that is %s, and starts nothing yet", async (state) => {
    const on = await stocked(inState(state));
    const { claim: made, instance } = await claim(on);
    expect(made).toMatchObject({ state: "leased", kind: "almost-warm-hit", instance: instanceNo(1) });
    expect(made.last.reasons).toEqual([{ code: "one-step-away", detail: { state } }]);
    expect(instance).toMatchObject({ state, lease: { claim: CLAIM } });
    expect(on.ec2.asked).toEqual([]);
    expect(on.queued).toEqual([]);
  });

  it("reserves what is nearest: parking before preparing, and nothing that only launches", async () => {
    const on = await stocked(
      inState("launching", { id: instanceNo(1) }),
      inState("preparing", { id: instanceNo(2) }),
      inState("parking", { id: instanceNo(3) }),
    );
    const ids = [];
    for (const key of ["a", "b", "c"]) ids.push((await claim(on, { key })).instance?.id);
    expect(ids).toEqual([instanceNo(3), instanceNo(2), undefined]);
  });

  it("looks for warm ones in every pool that matches before it reserves one", async () => {
    const pools = [aPool({ id: "a-pool" }), aPool({ id: "b-pool" })];
    const instances = [inState("parking", { id: instanceNo(1), pool: "a-pool" }), warm(2, { pool: "b-pool" })];
    const on = await stage({ pools, instances });
    const { pool: _, ...anywhere } = request({ type: "m6i.xlarge" });
    expect(answered(await claimInstance(on.ports, anywhere)).claim).toMatchObject({ kind: "hit", pool: "b-pool" });
  });

  it.each([
    ["launch", { state: "pending", last: { reasons: [{ code: "nothing-warm" }, { code: "cold-launch" }] } }],
    ["queue", { state: "pending", last: { reasons: [{ code: "nothing-warm" }, { code: "queued" }] } }],
    [
      "refuse",
      {
        state: "refused",
        endedAt: EPOCH,
        last: { reasons: [{ code: "nothing-warm" }, { code: "refused-by-policy" }] },
      },
    ],
  ] as const)("does as its pool says: %s", async (fallback, expected) => {
    const on = await stage({ pools: [aPool({ fallback })] });
    const { claim: made, instance, isNew } = await claim(on);
    expect(made).toMatchObject({ ...expected, kind: "miss", fallback, version: 1, waitUntil: EPOCH + 10 * MINUTE_MS });
    expect([instance, isNew]).toEqual([undefined, true]);
  });

  it("waits in the first of the pools that match, by name", async () => {
    const on = await stage({ pools: [aPool({ id: "b-pool" }), aPool({ id: "a-pool" })] });
    const { pool: _, ...anywhere } = request({ type: "m6i.xlarge" });
    expect(answered(await claimInstance(on.ports, anywhere)).claim).toMatchObject({ state: "pending", pool: "a-pool" });
  });
});

describe("a start that EC2 refuses", () => {
  it("for want of capacity everywhere: the claim waits, the instance stays warm, its places are closed", async () => {
    const on = await stocked(warm(1));
    on.ec2.refusals.set("start", NO_CAPACITY);
    const { claim: made, instance } = await claim(on);
    expect(made).toMatchObject({ state: "pending", kind: "miss", failedHandOvers: 1 });
    expect(instance).toBeUndefined();
    expect(await on.instance(instanceNo(1))).toMatchObject({ state: "warm" });
    const places = (await on.ports.offerings.recall(REGION)).map(({ offering }) => offering);
    expect(places).toEqual(["eu-west-1a/m6i.xlarge", "eu-west-1a/m5.xlarge"]);
    expect(await on.performAll()).toEqual(["dropped", "dropped"]);
  });

  it("for good: the claim waits, the instance is quarantined", async () => {
    const on = await stocked(warm(1));
    on.ec2.refusals.set("start", IMPOSSIBLE);
    expect((await claim(on)).claim).toMatchObject({ state: "pending", failedHandOvers: 1 });
    expect(await on.instance(instanceNo(1))).toMatchObject({ state: "quarantined" });
  });

  it("since its lease was over by then: the answer is the claim as it is", async () => {
    const on = await stocked(warm(1));
    on.before("modifications.tag", async () => {
      const { lease: _, ...held } = await on.instance(instanceNo(1));
      const released = next(await on.claim(CLAIM), { state: "released", endedAt: EPOCH });
      await on.ports.records.commit({ instance: next(held, { state: "retiring", leaseEpoch: 1 }), claim: released });
    });
    expect((await claim(on, { tags: { job: "1" } })).claim).toMatchObject({ state: "released" });
    expect(on.ec2.asked).toEqual([`tag ${instanceNo(1)} {"job":"1"}`]);
  });
});

describe("an instance that is held by another claim", () => {
  it("is never taken, whatever its state", async () => {
    const held = (n: number, state: State) =>
      inState(state, { id: instanceNo(n), lease: aLease({ claim: claimNo(9) }), leaseEpoch: 1 });
    const on = await stocked(held(1, "preparing"), held(2, "parking"), held(3, "handing-over"), held(4, "in-use"));
    expect((await claim(on)).claim.kind).toBe("miss");
  });
});
