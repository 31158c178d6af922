import { describe, expect, test } from "vitest";
import { SPREAD_FIRST, SPREAD_LAST, spread, spreadAfter } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import type { StateIndex } from "../../../core/model/state-index.ts";
import type { Store } from "../../../core/ports/store.ts";
import { anInstance, claimNo, EPOCH, instanceNo, next, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const lease = { claim: claimNo(1), epoch: 1, at: EPOCH, overrides: {}, configured: true };
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const listByState = (
  { instances }: Store,
  stateIndex: StateIndex,
  { tier = "stopped", from = SPREAD_FIRST, limit = 50 } = {},
) => instances.listByState({ pool: POOL, stateIndex, tier: tier as Instance["tier"], from, limit });

/** Forty warm ones, in the order of the spread. */
const row = Array.from({ length: 40 }, (_, n) => anInstance({ id: instanceNo(n) })).sort((one, other) =>
  spread(one.id) < spread(other.id) ? -1 : 1,
);

async function filled(makeSubject: MakeSubject): Promise<Store> {
  const { store } = await makeSubject();
  await Promise.all(row.map((instance) => store.records.commit({ instance })));
  return store;
}

export function stateIndexContract(makeSubject: MakeSubject): void {
  describe("state indexes", () => {
    test("each instance lies in the state index of its state, lease, suspicion and tier, and in no other", async () => {
      const { store } = await makeSubject();
      const lying: [StateIndex, string, Partial<Instance>][] = [
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
      for (const [n, [stateIndex, tier]] of lying.entries())
        expect(ids(await listByState(store, stateIndex, { tier })), `${stateIndex} ${tier}`).toEqual([instanceNo(n)]);
      expect(await listByState(store, "warm-leased")).toEqual([]);
    });

    test("a state index holds full records, as they were written last", async () => {
      const { store } = await makeSubject();
      const instance = anInstance();
      await store.records.commit({ instance });
      const changed = next(instance, { tags: { team: "other" } });
      await store.records.commit({ instance: changed });
      expect(await listByState(store, "warm")).toEqual([changed]);
    });

    test("a write moves an instance from state index to state index at once", async () => {
      const { store } = await makeSubject();
      const path: [StateIndex, Partial<Instance>][] = [
        ["warm", {}],
        ["handing-over-leased", { state: "handing-over", lease }],
        ["suspect", { suspectSince: EPOCH }],
      ];
      let instance = anInstance({ version: 0 });
      for (const [stateIndex, changes] of path) {
        instance = next(instance, changes);
        await store.records.commit({ instance });
        for (const [each] of path)
          expect(await listByState(store, each), each).toEqual(each === stateIndex ? [instance] : []);
      }
    });

    test("a tombstone lies in no state index, though it died suspect", async () => {
      const { store } = await makeSubject();
      const instance = anInstance({ suspectSince: EPOCH });
      await store.records.commit({ instance });
      await store.records.commit({ instance: next(instance, { state: "gone" }) });
      expect(await listByState(store, "suspect")).toEqual([]);
      expect(await listByState(store, "gone")).toEqual([]);
    });

    test("another pool's state index is another state index", async () => {
      const { store } = await makeSubject();
      await store.records.commit({ instance: anInstance({ pool: "linux-build" }) });
      expect(await listByState(store, "warm")).toEqual([]);
    });

    test("a draw reads onward from its place, which it includes, to the end", async () => {
      const store = await filled(makeSubject);
      expect(ids(await listByState(store, "warm", { from: SPREAD_FIRST }))).toEqual(ids(row));
      expect(ids(await listByState(store, "warm", { from: spread(row[7]!.id) }))).toEqual(ids(row.slice(7)));
      expect(ids(await listByState(store, "warm", { from: spreadAfter(row[7]!.id) }))).toEqual(ids(row.slice(8)));
      expect(ids(await listByState(store, "warm", { from: spread(row[39]!.id) }))).toEqual(ids(row.slice(39)));
      expect(ids(await listByState(store, "warm", { from: SPREAD_LAST }))).toEqual([]);
    });

    test("a draw stops at its limit, and the next begins after its last", async () => {
      const store = await filled(makeSubject);
      const first = await listByState(store, "warm", { limit: 4 });
      const second = await listByState(store, "warm", { from: spreadAfter(first.at(-1)!.id), limit: 4 });
      expect(ids([...first, ...second])).toEqual(ids(row.slice(0, 8)));
    });

    test("a draw stays in its state index", async () => {
      const store = await filled(makeSubject);
      for (const [n, stateIndex] of (["parking", "warm-leased", "suspect", "retiring"] as const).entries()) {
        const changes = { "warm-leased": { lease }, suspect: { suspectSince: EPOCH } }[stateIndex as string] ?? {
          state: stateIndex,
        };
        await store.records.commit({
          instance: anInstance({ id: instanceNo(100 + n), ...(changes as Partial<Instance>) }),
        });
      }
      await store.records.commit({ instance: anInstance({ id: instanceNo(200), tier: "running" }) });
      expect(ids(await listByState(store, "warm", { limit: 100 }))).toEqual(ids(row));
    });
  });
}
