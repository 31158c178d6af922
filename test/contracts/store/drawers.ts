import { describe, expect, test } from "vitest";
import type { Drawer } from "../../../core/model/bins.ts";
import { SPREAD_FIRST, SPREAD_LAST, spread, spreadAfter } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { Store } from "../../../core/ports/store.ts";
import { anInstance, claimNo, EPOCH, instanceNo, next, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const lease = { claim: claimNo(1), epoch: 1, at: EPOCH, fit: {}, fitted: true };
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const drawn = ({ instances }: Store, drawer: Drawer, { tier = "stopped", from = SPREAD_FIRST, limit = 50 } = {}) =>
  instances.drawn({ pool: POOL, drawer, tier: tier as Instance["tier"], from, limit });

/** Forty warm ones, in the order of the spread. */
const row = Array.from({ length: 40 }, (_, n) => anInstance({ id: instanceNo(n) })).sort((one, other) =>
  spread(one.id) < spread(other.id) ? -1 : 1,
);

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

    test("a draw reads onward from its place, which it includes, to the end", async () => {
      const store = await filled(makeSubject);
      expect(ids(await drawn(store, "warm", { from: SPREAD_FIRST }))).toEqual(ids(row));
      expect(ids(await drawn(store, "warm", { from: spread(row[7]!.id) }))).toEqual(ids(row.slice(7)));
      expect(ids(await drawn(store, "warm", { from: spreadAfter(row[7]!.id) }))).toEqual(ids(row.slice(8)));
      expect(ids(await drawn(store, "warm", { from: spread(row[39]!.id) }))).toEqual(ids(row.slice(39)));
      expect(ids(await drawn(store, "warm", { from: SPREAD_LAST }))).toEqual([]);
    });

    test("a draw stops at its limit, and the next begins after its last", async () => {
      const store = await filled(makeSubject);
      const first = await drawn(store, "warm", { limit: 4 });
      const second = await drawn(store, "warm", { from: spreadAfter(first.at(-1)!.id), limit: 4 });
      expect(ids([...first, ...second])).toEqual(ids(row.slice(0, 8)));
    });

    test("a draw stays in its drawer", async () => {
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
      expect(ids(await drawn(store, "warm", { limit: 100 }))).toEqual(ids(row));
    });
  });
}
