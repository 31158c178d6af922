import { describe, expect, test } from "vitest";
import type { Instance } from "../../../core/model/instance.ts";
import { HISTORY_MAX } from "../../../core/model/limits.ts";
import { STOCK_COLUMNS } from "../../../core/model/state-index.ts";
import type { Records } from "../../../core/ports/store.ts";
import { anInstance, claimNo, EPOCH, instanceNo, next, POOL } from "../../builders.ts";
import type { MakeSubject } from "./subject.ts";

const lease = { claim: claimNo(1), epoch: 1, at: EPOCH, overrides: {}, configured: true };
const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const saveAll = (records: Records, instances: readonly Instance[]) =>
  Promise.all(instances.map((instance) => records.commit({ instance })));
/** Dead, as a sweep proves it: the mark stays. */
const gone = (instance: Instance) => next(instance, { state: "gone", suspectSince: EPOCH });

/** The record, and then the n writes after it, each identified by its cause. */
const life = (writes: number): readonly Instance[] =>
  Array.from({ length: writes + 1 }, (_, write) =>
    anInstance({ version: write + 1, last: { ...anInstance().last, cause: `event:${write}` } }),
  );

export function instancesContract(makeSubject: MakeSubject): void {
  describe("instances", () => {
    test("an id that no record knows is found nowhere", async () => {
      const { instances } = (await makeSubject()).store;
      expect(await instances.find(instanceNo(9))).toBeUndefined();
      expect(await instances.history(instanceNo(9))).toEqual([]);
      expect(await instances.stock(POOL)).toEqual([]);
      expect(await instances.page(POOL, { limit: 5 })).toEqual([]);
    });

    test("the stock is every instance of the pool that is not gone, whatever state index it lies in", async () => {
      const { records, instances } = (await makeSubject()).store;
      const live = [
        anInstance({ id: instanceNo(1) }),
        anInstance({ id: instanceNo(2), state: "parking", lease }),
        anInstance({ id: instanceNo(3), state: "in-use", lease, suspectSince: EPOCH }),
        anInstance({ id: instanceNo(4), state: "quarantined", tier: "running" }),
      ];
      const dead = anInstance({ id: instanceNo(5) });
      await saveAll(records, [...live, dead, anInstance({ id: instanceNo(6), pool: "linux-build" })]);
      await records.commit({ instance: gone(dead) });
      const row = (instance: Instance) =>
        Object.fromEntries(STOCK_COLUMNS.flatMap((each) => (each in instance ? [[each, instance[each]]] : [])));
      expect([...(await instances.stock(POOL))].sort(byId)).toStrictEqual(live.map(row));
    });

    test("a write is in the stock at once", async () => {
      const { records, instances } = (await makeSubject()).store;
      const instance = anInstance();
      for (const each of [instance, next(instance, { state: "in-use" }), next(next(instance), { state: "retiring" })]) {
        await records.commit({ instance: each });
        expect(await instances.stock(POOL)).toMatchObject([{ state: each.state, version: each.version }]);
      }
    });

    test("the stock of a pool that fills several answers is whole", async () => {
      const { records, instances } = (await makeSubject()).store;
      const tags = Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`tag-${n}`, "x".repeat(256)]));
      const many = Array.from({ length: 100 }, (_, n) => anInstance({ id: instanceNo(n), tags }));
      await saveAll(records, many);
      expect(ids(await instances.stock(POOL)).sort()).toEqual(ids(many));
    });

    test("a pool is paged in the order of its ids, tombstones included", async () => {
      const { records, instances } = (await makeSubject()).store;
      const all = [5, 3, 1, 4, 2].map((n) => anInstance({ id: instanceNo(n) }));
      await saveAll(records, [...all, anInstance({ id: instanceNo(6), pool: "linux-build" })]);
      await records.commit({ instance: gone(all[0]!) });
      const first = await instances.page(POOL, { limit: 2 });
      const second = await instances.page(POOL, { limit: 2, after: first[1]!.id });
      const third = await instances.page(POOL, { limit: 2, after: second[1]!.id });
      expect(ids(first)).toEqual([instanceNo(1), instanceNo(2)]);
      expect(ids(second)).toEqual([instanceNo(3), instanceNo(4)]);
      expect(third).toEqual([gone(all[0]!)]);
    });

    test("a page begins after its marker, whether or not that is a record", async () => {
      const { records, instances } = (await makeSubject()).store;
      await saveAll(records, [anInstance({ id: "i-0000000a" }), anInstance({ id: instanceNo(0xb) })]);
      await saveAll(records, [anInstance({ id: "i-0000000c" })]);
      expect(ids(await instances.page(POOL, { limit: 9, after: "i-0000000b" }))).toEqual(["i-0000000c"]);
      expect(ids(await instances.page(POOL, { limit: 9, after: "i-0000000c" }))).toEqual([]);
      expect(ids(await instances.page(POOL, { limit: 9, after: instanceNo(0xa) }))).toContain(instanceNo(0xb));
    });

    test("what comes and goes between two pages skips and doubles nobody who stays", async () => {
      const { records, instances } = (await makeSubject()).store;
      const stays = [2, 4, 6, 8].map((n) => anInstance({ id: instanceNo(n) }));
      await saveAll(records, stays);
      const first = await instances.page(POOL, { limit: 2 });
      await saveAll(
        records,
        [1, 3, 5, 7].map((n) => anInstance({ id: instanceNo(n) })),
      );
      await records.commit({ instance: gone(stays[1]!) });
      const second = await instances.page(POOL, { limit: 9, after: first.at(-1)!.id });
      expect(ids([...first, ...second]).filter((id) => ids(stays).includes(id))).toEqual(ids(stays));
    });

    test("the history is every transition, oldest first", async () => {
      const { records, instances } = (await makeSubject()).store;
      const writes = life(3);
      for (const instance of writes) await records.commit({ instance });
      expect(await instances.history(instanceNo(1))).toEqual(writes.map(({ last }) => last));
    });

    test("the history keeps the last transitions only, still oldest first", async () => {
      const { records, instances } = (await makeSubject()).store;
      const writes = life(HISTORY_MAX + 4);
      for (const instance of writes) await records.commit({ instance });
      expect(await instances.history(instanceNo(1))).toEqual(writes.slice(-HISTORY_MAX).map(({ last }) => last));
    });

    test("a refused write is no history", async () => {
      const { records, instances } = (await makeSubject()).store;
      const [first, second] = life(1);
      await records.commit({ instance: first! });
      await records.commit({ instance: { ...second!, version: 7 } });
      expect(await instances.history(instanceNo(1))).toEqual([first!.last]);
    });

    test("a tombstone is found, with its history, and is no stock", async () => {
      const { records, instances } = (await makeSubject()).store;
      const instance = anInstance();
      await records.commit({ instance });
      expect(await records.commit({ instance: gone(instance) })).toEqual({ kind: "saved" });
      expect(await instances.find(instance.id)).toEqual(gone(instance));
      expect(await instances.history(instance.id)).toHaveLength(2);
      expect(await instances.stock(POOL)).toEqual([]);
    });

    test("a tombstone is final: its id is not recorded anew", async () => {
      const { records } = (await makeSubject()).store;
      const instance = anInstance();
      await records.commit({ instance });
      await records.commit({ instance: gone(instance) });
      expect(await records.commit({ instance })).toEqual({ kind: "conflict", instance: gone(instance) });
    });
  });
}
