import { describe, expect, test } from "vitest";
import type { Drawer } from "../../../core/model/bins.ts";
import { spread } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Store } from "../../../core/ports/store.ts";
import { anInstance, claimNo, EPOCH, instanceNo, next, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const lease = { claim: claimNo(1), epoch: 1, at: EPOCH, fit: {}, fitted: true };
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const drawn = ({ instances }: Store, drawer: Drawer, { tier = "stopped", from = "00000000", limit = 50 } = {}) =>
  instances.drawn({ pool: POOL, drawer, tier: tier as Instance["tier"], from, limit });

/** Forty warm ones, in the order of the spread. */
const row = Array.from({ length: 40 }, (_, n) => anInstance({ id: instanceNo(n) })).sort((one, other) =>
  spread(one.id) < spread(other.id) ? -1 : 1,
);
const placeOf = (n: number) => spread(row[n]!.id);
const justAfter = (place: string) => (Number.parseInt(place, 16) + 1).toString(16).padStart(8, "0");
const turned = (by: number) => ids([...row.slice(by), ...row.slice(0, by)]);

async function filled(makeSubject: MakeSubject): Promise<Store> {
  const { store } = await makeSubject();
  await Promise.all(row.map((instance) => store.records.commit({ instance })));
  return store;
}

export function drawersContract(makeSubject: MakeSubject): void {
  describe("drawers", () => {
    test("each instance lies in the drawer of its state, lease, suspicion and tier, and in no other", async () => {
      const { store } = await makeSubject();
      const lying: [Drawer, string, Partial<Instance>][] = [
        ["warm", "stopped", {}],
        ["warm", "running", { tier: "running" }],
        ["parking", "stopped", { state: "parking" }],
        ["parking-leased", "stopped", { state: "parking", lease }],
        ["preparing-leased", "running", { state: "preparing", tier: "running", lease }],
        ["handing-over-leased", "stopped", { state: "handing-over", lease }],
        ["suspect", "stopped", { suspectSince: EPOCH }],
        ["suspect", "hibernated", { state: "in-use", tier: "hibernated", lease, suspectSince: EPOCH }],
      ];
      for (const [n, [, , changes]] of lying.entries())
        await store.records.commit({ instance: anInstance({ id: instanceNo(n), ...changes }) });
      for (const [n, [drawer, tier]] of lying.entries())
        expect(ids(await drawn(store, drawer, { tier })), `${drawer} ${tier}`).toEqual([instanceNo(n)]);
      expect(await drawn(store, "warm-leased")).toEqual([]);
    });

    test("a drawer holds full records, as they were written last", async () => {
      const { store } = await makeSubject();
      const instance = anInstance();
      await store.records.commit({ instance });
      const changed = next(instance, { tags: { team: "other" } });
      await store.records.commit({ instance: changed });
      expect(await drawn(store, "warm")).toEqual([changed]);
    });

    test("a write moves an instance from drawer to drawer at once", async () => {
      const { store } = await makeSubject();
      const path: [Drawer, Partial<Instance>][] = [
        ["warm", {}],
        ["handing-over-leased", { state: "handing-over", lease }],
        ["suspect", { suspectSince: EPOCH }],
      ];
      let instance = anInstance({ version: 0 });
      for (const [drawer, changes] of path) {
        instance = next(instance, changes);
        await store.records.commit({ instance });
        for (const [each] of path) expect(await drawn(store, each), each).toEqual(each === drawer ? [instance] : []);
      }
    });

    test("a tombstone lies in no drawer, though it died suspect", async () => {
      const { store } = await makeSubject();
      const instance = anInstance({ suspectSince: EPOCH });
      await store.records.commit({ instance });
      await store.records.commit({ instance: next(instance, { state: "gone" }) });
      expect(await drawn(store, "suspect")).toEqual([]);
      expect(await drawn(store, "gone")).toEqual([]);
    });

    test("another pool's drawer is another drawer", async () => {
      const { store } = await makeSubject();
      await store.records.commit({ instance: anInstance({ pool: "linux-build" }) });
      expect(await drawn(store, "warm")).toEqual([]);
    });

    test("a draw from anywhere goes round once and meets everyone", async () => {
      const store = await filled(makeSubject);
      expect(ids(await drawn(store, "warm", { from: "00000000" }))).toEqual(turned(0));
      expect(ids(await drawn(store, "warm", { from: placeOf(7) }))).toEqual(turned(7));
      expect(ids(await drawn(store, "warm", { from: justAfter(placeOf(7)) }))).toEqual(turned(8));
      expect(ids(await drawn(store, "warm", { from: placeOf(39) }))).toEqual(turned(39));
      expect(ids(await drawn(store, "warm", { from: "ffffffff" }))).toEqual(turned(0));
    });

    test("a draw stops at its limit, before or after it went round", async () => {
      const store = await filled(makeSubject);
      expect(ids(await drawn(store, "warm", { from: placeOf(7), limit: 4 }))).toEqual(turned(7).slice(0, 4));
      expect(ids(await drawn(store, "warm", { from: placeOf(36), limit: 4 }))).toEqual(turned(36).slice(0, 4));
      expect(ids(await drawn(store, "warm", { from: placeOf(38), limit: 4 }))).toEqual(turned(38).slice(0, 4));
      expect(ids(await drawn(store, "warm", { from: "ffffffff", limit: 1 }))).toEqual(turned(0).slice(0, 1));
    });

    test("going round stays in the drawer", async () => {
      const store = await filled(makeSubject);
      for (const [n, drawer] of (["parking", "warm-leased", "suspect", "retiring"] as const).entries()) {
        const changes = { "warm-leased": { lease }, suspect: { suspectSince: EPOCH } }[drawer as string] ?? {
          state: drawer,
        };
        await store.records.commit({
          instance: anInstance({ id: instanceNo(100 + n), ...(changes as Partial<Instance>) }),
        });
      }
      await store.records.commit({ instance: anInstance({ id: instanceNo(200), tier: "running" }) });
      expect(ids(await drawn(store, "warm", { from: placeOf(20), limit: 100 }))).toEqual(turned(20));
    });
  });
}
