import { describe, expect, it } from "vitest";
import { startLeased } from "../../../../core/flows/steps/start-leased.ts";
import { transition } from "../../../../core/lifecycle/transition.ts";
import type { Instance } from "../../../../core/model/instance.ts";
import type { Overrides } from "../../../../core/model/overrides.ts";
import {
  aClaim,
  aLease,
  anUnavailable,
  aTemplate,
  claimNo,
  EPOCH,
  inState,
  instanceNo,
  next,
  REGION,
} from "../../../builders.ts";
import { IMPOSSIBLE, NO_CAPACITY } from "../ec2.ts";
import { type Stage, stage } from "../stage.ts";

const ID = instanceNo(1);
const claim = aClaim({ state: "leased", kind: "hit", instance: ID, leaseEpoch: 1, leasedAt: EPOCH });
const leasedFor = (overrides: Overrides, configured = false, changes: Partial<Instance> = {}) =>
  inState("handing-over", { lease: aLease({ overrides, configured }), ...changes });
const begun = async (instance: Instance): Promise<Stage> => stage({ instances: [instance], claims: [claim] });
const start = async (on: Stage) => startLeased(on.ports, await on.instance(ID));

describe("the start of a leased instance", () => {
  it("that needs no change asks EC2 to start it, and nothing else", async () => {
    const on = await begun(leasedFor({}, true));
    expect(await start(on)).toBe("asked");
    expect(on.ec2.asked).toEqual([`start ${ID}`]);
    expect(on.written).toEqual([]);
  });

  it("makes what the claim asks for first, and keeps that it is made", async () => {
    const on = await begun(leasedFor({ type: "m5.xlarge", tags: { job: "1" } }));
    expect(await start(on)).toBe("asked");
    expect(on.ec2.asked).toEqual([`retype ${ID} m5.xlarge`, `tag ${ID} {"job":"1"}`, `start ${ID}`]);
    expect(await on.instance(ID)).toMatchObject({
      type: "m5.xlarge",
      lease: { configured: true },
      state: "handing-over",
    });
  });

  it("changes no type to what it is", async () => {
    const on = await begun(leasedFor({ type: "m6i.xlarge", tags: { job: "1" } }));
    await start(on);
    expect(on.ec2.asked).toEqual([`tag ${ID} {"job":"1"}`, `start ${ID}`]);
  });

  it("makes no change twice", async () => {
    const on = await begun(leasedFor({ tags: { job: "1" } }));
    await start(on);
    await start(on);
    expect(on.ec2.asked.filter((call) => call.startsWith("tag"))).toHaveLength(1);
  });

  it.each(["pending", "running"] as const)("asks nothing of EC2 when it is %s already", async (state) => {
    const on = await begun(leasedFor({}, true, { observed: { state, at: EPOCH } }));
    expect(await start(on)).toBe("asked");
    expect(on.ec2.asked).toEqual([]);
  });

  it("delivers at once what runs already and needs no further evidence", async () => {
    const { terms } = inState("handing-over");
    const evidence = { ...aTemplate().evidence, "handing-over": { by: "ec2-state" } as const };
    const running = { observed: { state: "running", at: EPOCH } as const, terms: { ...terms, evidence } };
    for (const lease of [leasedFor({}, true, running), leasedFor({ tags: { job: "1" } }, false, running)]) {
      const on = await begun(lease);
      expect(await start(on)).toBe("asked");
      expect(await on.instance(ID)).toMatchObject({ state: "in-use" });
      expect(await on.claim(claim.id)).toMatchObject({ state: "delivered" });
    }
  });

  it("that EC2 does not know waits for the deadline", async () => {
    const on = await begun(leasedFor({}, true));
    on.ec2.refusals.set("start", { kind: "unknown" });
    expect(await start(on)).toBe("unknown");
    expect(await on.instance(ID)).toMatchObject({ state: "handing-over" });
  });

  it("that came before is as good", async () => {
    const on = await begun(leasedFor({}, true));
    on.ec2.refusals.set("start", { kind: "already" });
    expect(await start(on)).toBe("asked");
  });
});

describe("a start that finds no capacity", () => {
  it("puts the instance back and leaves it alone, closes the place, and the claim waits again", async () => {
    const on = await begun(leasedFor({}, true));
    on.ec2.refusals.set("start", NO_CAPACITY);
    expect(await start(on)).toBe("no-capacity");
    expect(await on.instance(ID)).toMatchObject({ state: "warm", leaseEpoch: 1 });
    expect(await on.claim(claim.id)).toMatchObject({ state: "pending", failedHandOvers: 1, kind: "miss" });
    expect(await on.ports.offerings.recall(REGION)).toEqual([anUnavailable()]);
  });

  it("closes the place of the type it was to become", async () => {
    const on = await begun(leasedFor({ type: "m5.xlarge" }));
    on.ec2.refusals.set("start", NO_CAPACITY);
    await start(on);
    expect(await on.ports.offerings.recall(REGION)).toEqual([anUnavailable({ offering: "eu-west-1a/m5.xlarge" })]);
    expect(await on.instance(ID)).toMatchObject({ state: "warm", type: "m5.xlarge" });
  });
});

describe("a start that can never work", () => {
  it.each(["start", "retype", "tag"])("quarantines the instance, and the claim waits again: %s", async (call) => {
    const on = await begun(leasedFor({ type: "m5.xlarge", tags: { job: "1" } }));
    on.ec2.refusals.set(call, IMPOSSIBLE);
    expect(await start(on)).toBe("refused");
    expect(await on.instance(ID)).toMatchObject({ state: "quarantined" });
    expect((await on.instance(ID)).last.reasons).toEqual([
      { code: "start-failed", detail: { error: "InvalidAMIID.NotFound" } },
    ]);
    expect(await on.claim(claim.id)).toMatchObject({ state: "pending", failedHandOvers: 1 });
    expect(await on.ports.offerings.recall(REGION)).toEqual([]);
  });
});

describe("a change of type that finds no capacity", () => {
  it("is as a start that finds none", async () => {
    const on = await begun(leasedFor({ type: "m5.xlarge" }));
    on.ec2.refusals.set("retype", NO_CAPACITY);
    expect(await start(on)).toBe("no-capacity");
    expect(await on.instance(ID)).toMatchObject({ state: "warm", type: "m6i.xlarge" });
    expect(await on.ports.offerings.recall(REGION)).toEqual([anUnavailable({ offering: "eu-west-1a/m5.xlarge" })]);
  });
});

describe("a lease that ends while its instance is fitted", () => {
  it("because it was handed over otherwise, or expired, starts nothing", async () => {
    const on = await begun(leasedFor({ tags: { job: "1" } }));
    on.before("modifications.tag", async () =>
      on.ports.records.commit({ instance: next(await on.instance(ID), { state: "in-use" }) }),
    );
    expect(await start(on)).toBe("dropped");
    const empty = await stage();
    expect(await startLeased(empty.ports, leasedFor({ tags: { job: "1" } }))).toBe("dropped");
    for (const { ec2 } of [on, empty]) expect(ec2.asked).toEqual([`tag ${ID} {"job":"1"}`]);
  });

  it("starts nothing: the instance may be another's by then", async () => {
    const on = await begun(leasedFor({ tags: { job: "1" } }));
    on.before("modifications.tag", async () => {
      const before = await on.instance(ID);
      const failed = {
        name: "start-failed",
        leaseEpoch: 1,
        error: "x",
        noCapacity: true,
        at: EPOCH,
        cause: "c",
      } as const;
      const outcome = transition(before, failed);
      if (outcome.kind !== "moved") throw new Error(outcome.kind);
      await on.ports.records.commit({ instance: outcome.next });
    });
    expect(await start(on)).toBe("dropped");
    expect(on.ec2.asked).toEqual([`tag ${ID} {"job":"1"}`]);
    expect(await on.instance(ID)).toMatchObject({ state: "warm" });
  });

  it("refuses nothing on behalf of the lease that came after it", async () => {
    const on = await begun(leasedFor({}, true));
    on.ec2.refusals.set("start", IMPOSSIBLE);
    on.before("power.start", async () => {
      const lease = aLease({ claim: claimNo(2), epoch: 2 });
      await on.ports.records.commit({ instance: next(await on.instance(ID), { lease, leaseEpoch: 2 }) });
    });
    expect(await start(on)).toBe("refused");
    expect(await on.instance(ID)).toMatchObject({ state: "handing-over", lease: { claim: claimNo(2) } });
  });
});
