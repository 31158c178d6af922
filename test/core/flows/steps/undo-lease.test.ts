import { describe, expect, it } from "vitest";
import { releaseClaim } from "../../../../core/flows/release-claim.ts";
import type { Instance } from "../../../../core/model/instance.ts";
import type { Overrides } from "../../../../core/model/overrides.ts";
import { aClaim, aLease, claimNo, EPOCH, inState, instanceNo, next } from "../../../builders.ts";
import { stage } from "../stage.ts";

const ID = instanceNo(1);
const dns = { zone: "Z1", name: "a.ci.example.com", ttlSeconds: 60 };
const claim = aClaim({
  state: "delivered",
  kind: "hit",
  instance: ID,
  leaseEpoch: 1,
  leasedAt: EPOCH,
  deliveredAt: EPOCH,
});
const inUse = (overrides: Overrides, changes: Partial<Instance> = {}) =>
  stage({ instances: [inState("in-use", { lease: aLease({ overrides }), ...changes })], claims: [claim] });
const released = async (overrides: Overrides, changes: Partial<Instance> = {}) => {
  const on = await inUse(overrides, changes);
  await releaseClaim(on.ports, claim.id, { reuse: true });
  return on;
};

describe("what a claim had changed, when it is over", () => {
  it("goes with the instance, which is nobody's any more, where nothing takes it back", async () => {
    const lasting: readonly Overrides[] = [
      { securityGroups: ["sg-2"] },
      { networkInterface: "eni-1" },
      { elasticIp: "eipalloc-1" },
      { instanceProfile: "p" },
      { rootVolumeGiB: 99 },
      { access: { kind: "password", secret: "s" } },
    ];
    for (const overrides of lasting)
      expect(await (await released(overrides)).instance(ID)).toMatchObject({ state: "retiring" });
    for (const overrides of [{ type: "m5.xlarge" }, { tags: { a: "b" } }, { dns }])
      expect(await (await released(overrides)).instance(ID)).toMatchObject({ state: "returning" });
  });

  it("are tags, which are taken off, and get back what they were before", async () => {
    const on = await released({ tags: { job: "1", team: "theirs" } });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(on.ec2.asked).toEqual([`untag ${ID} job`, `tag ${ID} {"team":"build"}`]);
  });

  it("are tags that the next claim may have on it by then: they are left alone", async () => {
    const on = await released({ tags: { job: "1" } });
    await on.ports.records.commit({
      instance: next(await on.instance(ID), { leaseEpoch: 2, lease: aLease({ claim: claimNo(2), epoch: 2 }) }),
    });
    expect(await on.performAll()).toEqual(["dropped"]);
    expect(on.ec2.asked).toEqual([]);
  });

  it("is a name, which is taken away if it still points to the instance", async () => {
    const on = await released({ dns });
    expect(await on.performAll()).toEqual(["asked"]);
    expect(on.ec2.asked).toEqual(["unpoint a.ci.example.com 10.0.1.17 60"]);
  });

  it("is a name for an Elastic IP, which is left alone once another instance has that", async () => {
    const overrides = { dns, elasticIp: "eipalloc-1" };
    const gone = await released(overrides);
    expect(await gone.performAll()).toContain("asked");
    expect(gone.ec2.asked).toContain("unpoint a.ci.example.com 203.0.113.7 60");
    const moved = await released(overrides);
    moved.ec2.address = { kind: "address", ip: "203.0.113.7", instance: instanceNo(2) };
    expect(await moved.performAll()).toContain("already");
    expect(moved.ec2.asked.join()).not.toContain("unpoint");
  });

  it("is nothing as long as the claim goes on", async () => {
    const on = await inUse({ dns, tags: { a: "b" } });
    await on.ports.records.commit({ instance: next(await on.instance(ID), { interruptedAt: EPOCH }) });
    expect(on.takeActions()).toEqual([]);
  });
});
