import { describe, expect, test } from "vitest";
import { aClaim, anInstance, claimNo, EPOCH, instanceNo, next } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

export function recordsContract(makeSubject: MakeSubject): void {
  describe("records", () => {
    const instance = anInstance();
    const claim = aClaim();
    const lease = { claim: claim.id, epoch: 1, at: EPOCH, overrides: claim.overrides, configured: false };
    const leased = next(instance, { state: "handing-over", lease, leaseEpoch: 1 });
    const served = next(claim, {
      state: "leased",
      kind: "miss",
      instance: instance.id,
      leaseEpoch: 1,
      leasedAt: EPOCH,
    });

    test("a first write makes the record, and it comes back as it was given", async () => {
      const { records, instances, claims } = (await makeSubject()).store;
      expect(await records.commit({ instance })).toEqual({ kind: "saved" });
      expect(await records.commit({ claim })).toEqual({ kind: "saved" });
      expect(await instances.find(instance.id)).toEqual(instance);
      expect(await claims.find(claim.id)).toEqual(claim);
    });

    test("what a later write leaves out is gone", async () => {
      const { records, instances } = (await makeSubject()).store;
      const { privateIp, readyAt, ...bare } = instance;
      await records.commit({ instance });
      await records.commit({ instance: next(bare) });
      expect(await instances.find(instance.id)).toEqual(next(bare));
    });

    test("the same write twice is a conflict that shows the first", async () => {
      const { records } = (await makeSubject()).store;
      await records.commit({ instance, claim });
      expect(await records.commit({ instance })).toEqual({ kind: "conflict", instance });
      expect(await records.commit({ claim })).toEqual({ kind: "conflict", claim });
      await records.commit({ instance: leased, claim: served });
      expect(await records.commit({ instance: leased })).toEqual({ kind: "conflict", instance: leased });
      expect(await records.commit({ claim: served })).toEqual({ kind: "conflict", claim: served });
    });

    test.each([
      ["one that was overtaken", 1],
      ["one that runs ahead", 4],
    ])("of writes, %s is a conflict that shows what stands, and changes nothing", async (_, version) => {
      const { records, instances, claims } = (await makeSubject()).store;
      await records.commit({ instance, claim });
      await records.commit({ instance: leased, claim: served });
      const stray = { instance: { ...instance, version }, claim: { ...claim, version } };
      expect(await records.commit({ instance: stray.instance })).toEqual({ kind: "conflict", instance: leased });
      expect(await records.commit({ claim: stray.claim })).toEqual({ kind: "conflict", claim: served });
      expect(await instances.find(instance.id)).toEqual(leased);
      expect(await claims.find(claim.id)).toEqual(served);
    });

    test("a later version of what is not there is a conflict that shows nothing", async () => {
      const { records, instances } = (await makeSubject()).store;
      expect(await records.commit({ instance: leased })).toEqual({ kind: "conflict" });
      expect(await records.commit({ instance: leased, claim: served })).toEqual({ kind: "conflict" });
      expect(await instances.find(instance.id)).toBeUndefined();
    });

    test("an instance and a claim are written together", async () => {
      const { records, instances, claims } = (await makeSubject()).store;
      await records.commit({ instance });
      expect(await records.commit({ instance: leased, claim })).toEqual({ kind: "saved" });
      expect(await instances.find(instance.id)).toEqual(leased);
      expect(await claims.find(claim.id)).toEqual(claim);
    });

    test("when the instance has moved on, neither is written and the instance is shown", async () => {
      const { records, instances, claims } = (await makeSubject()).store;
      await records.commit({ instance, claim });
      await records.commit({ instance: leased });
      expect(await records.commit({ instance: leased, claim: served })).toEqual({ kind: "conflict", instance: leased });
      expect(await claims.find(claim.id)).toEqual(claim);
      expect(await instances.find(instance.id)).toEqual(leased);
    });

    test("when the claim has moved on, neither is written and the claim is shown", async () => {
      const { records, instances, claims } = (await makeSubject()).store;
      await records.commit({ instance, claim });
      await records.commit({ claim: served });
      expect(await records.commit({ instance: leased, claim: served })).toEqual({ kind: "conflict", claim: served });
      expect(await instances.find(instance.id)).toEqual(instance);
      expect(await claims.find(claim.id)).toEqual(served);
    });

    test("when both have moved on, both are shown", async () => {
      const { records } = (await makeSubject()).store;
      await records.commit({ instance, claim });
      expect(await records.commit({ instance, claim })).toEqual({ kind: "conflict", instance, claim });
    });

    test("a new instance that is refused for its claim's sake leaves nothing behind", async () => {
      const { records, instances } = (await makeSubject()).store;
      await records.commit({ claim });
      expect(await records.commit({ instance, claim })).toEqual({ kind: "conflict", claim });
      expect(await instances.find(instance.id)).toBeUndefined();
      expect(await records.commit({ instance })).toEqual({ kind: "saved" });
    });

    test("an id that is recorded in one pool is not recorded in another, and the conflict shows where it is", async () => {
      const { records, instances } = (await makeSubject()).store;
      await records.commit({ instance });
      const elsewhere = anInstance({ pool: "linux-build" });
      expect(await records.commit({ instance: elsewhere })).toEqual({ kind: "conflict", instance });
      expect(await records.commit({ instance: elsewhere, claim })).toEqual({ kind: "conflict", instance });
      expect(await instances.find(instance.id)).toEqual(instance);
      expect(await instances.stock("linux-build")).toEqual([]);
    });

    test("records do not stand in each other's way", async () => {
      const { records, instances } = (await makeSubject()).store;
      const other = anInstance({ id: instanceNo(2) });
      await records.commit({ instance, claim });
      expect(await records.commit({ instance: other, claim: aClaim({ id: claimNo(2) }) })).toEqual({ kind: "saved" });
      await records.commit({ instance: leased });
      expect(await instances.find(other.id)).toEqual(other);
    });

    test("a change of nothing is saved", async () => {
      const { records } = (await makeSubject()).store;
      expect(await records.commit({})).toEqual({ kind: "saved" });
    });
  });
}
