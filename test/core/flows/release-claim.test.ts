import { describe, expect, it } from "vitest";
import { claimInstance } from "../../../core/flows/claim-instance.ts";
import { planPool } from "../../../core/flows/plan-pool.ts";
import { releaseClaim } from "../../../core/flows/release-claim.ts";
import type { Claim } from "../../../core/model/claim.ts";
import type { Instance, State } from "../../../core/model/instance.ts";
import { SAVE_TRIES_MAX } from "../../../core/model/limits.ts";
import type { Pool } from "../../../core/model/pool.ts";
import {
  aClaim,
  aLease,
  anInstance,
  aPool,
  aTemplate,
  CALLER,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
  next,
  POOL,
} from "../../builders.ts";
import { cutEverywhere, type Stage, stage } from "./stage.ts";

const ID = instanceNo(1);
const CLAIM = claimNo(1);
const running = { observed: { state: "running", at: EPOCH } } as const;
const held = (state: State, changes: Partial<Instance> = {}): Instance =>
  inState(state, { lease: aLease(), leaseEpoch: 1, ...changes });
const holding = (changes: Partial<Claim> = {}): Claim =>
  aClaim({ state: "leased", kind: "hit", instance: ID, leaseEpoch: 1, leasedAt: EPOCH, ...changes });
const delivered = holding({ state: "delivered", deliveredAt: EPOCH });
const on = (instance: Instance, claim: Claim, pool: Partial<Pool> = {}) =>
  stage({ pools: [aPool(pool)], instances: [instance], claims: [claim] });

describe("a release of an instance in use", () => {
  it("for reuse has it scrubbed, and ends the claim in the same write", async () => {
    const at = await on(held("in-use", { uses: 1 }), delivered);
    const answer = await releaseClaim(at.ports, CLAIM, { reuse: true });
    expect(answer).toMatchObject({
      kind: "released",
      claim: { state: "released", endedAt: EPOCH },
      instance: { state: "returning" },
    });
    expect(await at.claim(CLAIM)).toMatchObject({ state: "released", version: 2, last: { cause: `release:${CLAIM}` } });
    expect((await at.claim(CLAIM)).last.reasons).toEqual([{ code: "released", detail: { claim: CLAIM } }]);
    expect(at.takeActions()).toEqual([]);
  });

  it("for good terminates it", async () => {
    const at = await on(held("in-use", { uses: 1 }), delivered);
    expect(await releaseClaim(at.ports, CLAIM, { reuse: false })).toMatchObject({ instance: { state: "retiring" } });
    expect(at.takeActions()).toMatchObject([{ do: "terminate", instance: ID }]);
  });

  it.each([
    ["reuse", "returning"],
    ["retire", "retiring"],
  ] as const)("goes as its pool says where the claimant says nothing: %s", async (onRelease, state) => {
    const at = await on(held("in-use", { uses: 1 }), delivered, { onRelease });
    await releaseClaim(at.ports, CLAIM, {});
    expect(await at.instance(ID)).toMatchObject({ state });
  });

  it.each([
    [19, "returning"],
    [20, "retiring"],
    [21, "retiring"],
  ] as const)("after %i uses, of twenty, is %s", async (uses, state) => {
    const at = await on(held("in-use", { uses }), delivered);
    await releaseClaim(at.ports, CLAIM, { reuse: true });
    expect(await at.instance(ID)).toMatchObject({ state });
  });

  it("terminates what EC2 does not run, whatever the request asks", async () => {
    const at = await on(held("in-use", { observed: { state: "stopped", at: EPOCH } }), delivered);
    await releaseClaim(at.ports, CLAIM, { reuse: true });
    expect(await at.instance(ID)).toMatchObject({ state: "retiring" });
  });

  it("terminates what belongs to no pool any more", async () => {
    const at = await stage({ pools: [], instances: [held("in-use")], claims: [delivered] });
    await releaseClaim(at.ports, CLAIM, { reuse: true });
    expect(await at.instance(ID)).toMatchObject({ state: "retiring" });
  });

  it("goes on at once where no evidence is awaited after it", async () => {
    const { terms } = anInstance();
    const evidence = { ...aTemplate().evidence, returning: { by: "ec2-state" } as const };
    const at = await on(held("in-use", { uses: 1, terms: { ...terms, evidence } }), delivered);
    expect(await releaseClaim(at.ports, CLAIM, { reuse: true })).toMatchObject({
      kind: "released",
      instance: { state: "parking" },
    });
    expect(await at.claim(CLAIM)).toMatchObject({ state: "released", version: 2 });
    expect(at.takeActions()).toMatchObject([{ do: "stop", instance: ID }]);
  });
});

describe("a release before the hand-over is done", () => {
  it.each<[State, Partial<Instance>, State]>([
    ["launching", {}, "launching"],
    ["preparing", {}, "preparing"],
    ["parking", {}, "parking"],
    ["handing-over", running, "returning"],
    ["handing-over", {}, "retiring"],
  ])("of one that is %s (%j) leaves it %s, and free", async (state, changes, after) => {
    const at = await on(held(state, changes), holding());
    expect(await releaseClaim(at.ports, CLAIM, { reuse: true })).toMatchObject({
      kind: "released",
      claim: { state: "released" },
    });
    expect(await at.instance(ID)).toMatchObject({ state: after, leaseEpoch: 1 });
    expect(await at.instance(ID)).not.toHaveProperty("lease");
  });

  it("ends the claim even if the instance's evidence happens to be complete", async () => {
    const signal = (name: string) => [name, { name, at: EPOCH, ok: true, offsetMs: 0 }];
    const signals = Object.fromEntries(["sysprep", "second-boot", "clock", "agent"].map(signal));
    const at = await on(held("preparing", { signals }), holding());
    await releaseClaim(at.ports, CLAIM, {});
    expect(await at.instance(ID)).toMatchObject({ state: "parking" });
    expect(await at.claim(CLAIM)).toMatchObject({ state: "released" });
  });

  it("of a claim that waits ends it, and touches no instance", async () => {
    const at = await stage({ claims: [aClaim()] });
    expect(await releaseClaim(at.ports, CLAIM, {})).toMatchObject({
      kind: "released",
      claim: { state: "released", version: 2 },
    });
    expect(at.written).toHaveLength(1);
  });
});

describe("a release that comes again", () => {
  it.each(["released", "refused", "lost"] as const)("of a claim that is %s changes nothing", async (state) => {
    const at = await stage({ claims: [aClaim({ state, instance: ID })] });
    expect(await releaseClaim(at.ports, CLAIM, {})).toMatchObject({ kind: "already", claim: { state, version: 1 } });
    expect(at.written).toEqual([]);
  });

  it("at the same moment ends the claim once", async () => {
    const at = await on(held("in-use"), delivered);
    const answers = await Promise.all([1, 2].map(() => releaseClaim(at.ports, CLAIM, { reuse: true })));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(["already", "released"]);
    expect(await at.claim(CLAIM)).toMatchObject({ version: 2 });
  });

  it("of a claim that nobody made is answered with not found", async () => {
    expect(await releaseClaim((await stage()).ports, CLAIM, {})).toEqual({ kind: "unknown-claim" });
  });
});

describe("a release while the claim changes", () => {
  const nobodyHoldsForIt = async (at: Stage, where = "") => {
    expect(await at.claim(CLAIM), where).toMatchObject({ state: "released" });
    for (const n of [1, 2]) {
      const instance = await at.ports.instances.find(instanceNo(n));
      expect(instance?.lease?.claim, where).toBeUndefined();
    }
  };

  it("gives back the instance it was given just then", async () => {
    const at = await stage({ instances: [inState("warm")], claims: [aClaim()] });
    at.before("records.commit", () => planPool(at.ports, POOL));
    await releaseClaim(at.ports, CLAIM, {});
    await nobodyHoldsForIt(at);
    expect(await at.instance(ID)).toMatchObject({ leaseEpoch: 1 });
  });

  it("gives back the second instance when the first one failed it just then", async () => {
    const at = await stage({
      instances: [held("handing-over"), inState("warm", { id: instanceNo(2) })],
      claims: [holding()],
    });
    at.before("instances.find", async () => {
      const { lease: _, ...free } = await at.instance(ID);
      const { instance: _i, leaseEpoch: _e, leasedAt: _l, ...waiting } = await at.claim(CLAIM);
      await at.ports.records.commit({
        instance: next(free, { state: "quarantined" }),
        claim: next(waiting, { state: "pending", failedHandOvers: 1 }),
      });
      await planPool(at.ports, POOL);
    });
    await releaseClaim(at.ports, CLAIM, {});
    await nobodyHoldsForIt(at);
  });

  it("leaves alone what another claim has by now", async () => {
    const others = held("in-use", { lease: aLease({ claim: claimNo(2), epoch: 2 }), leaseEpoch: 2 });
    const at = await on(others, delivered);
    expect(await releaseClaim(at.ports, CLAIM, {})).toMatchObject({ kind: "released", claim: { state: "released" } });
    expect(await at.instance(ID)).toMatchObject({ state: "in-use", lease: { claim: claimNo(2) }, version: 1 });
  });

  it("that never rests goes back to its queue", async () => {
    const at = await stage({ claims: [aClaim()] });
    const disturb = async () => {
      await at.ports.records.commit({ claim: next(await at.claim(CLAIM)) });
    };
    const restless = { ...at.ports, pools: { ...at.ports.pools, find: async () => void (await disturb()) } };
    const message = expect.stringContaining(CLAIM);
    await expect(releaseClaim(restless, CLAIM, {})).rejects.toMatchObject({
      fate: "retryable",
      code: "Contended",
      message,
    });
    expect(await at.claim(CLAIM)).toMatchObject({ version: 1 + SAVE_TRIES_MAX });
    expect(await at.claim(CLAIM)).toMatchObject({ state: "pending" });
  });

  it("that is cut anywhere is whole once it is asked again", async () => {
    const claimed = async () => {
      const at = await stage({ instances: [inState("warm")] });
      await claimInstance(at.ports, { caller: CALLER, key: "job-1", pool: POOL });
      at.calls.length = 0;
      return at;
    };
    const cuts = await cutEverywhere(
      claimed,
      (at) => releaseClaim(at.ports, CLAIM, { reuse: true }),
      async (at, where) => {
        await releaseClaim(at.ports, CLAIM, { reuse: true });
        await nobodyHoldsForIt(at, where);
        expect(await at.instance(ID), where).toMatchObject({ state: "retiring" });
      },
    );
    expect(cuts).toBeGreaterThanOrEqual(10);
  });
});
