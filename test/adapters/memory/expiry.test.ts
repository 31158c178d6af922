import { describe, expect, it } from "vitest";
import { memoryStore } from "../../../adapters/memory/store.ts";
import { CLAIM_RETENTION_MS, TOMBSTONE_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Written } from "../../../core/ports/store.ts";
import { aClaim, anInstance, EPOCH, instanceNo, POOL } from "../../builders.ts";

const ended = (id: string, endedAt: number) => aClaim({ id, state: "released", endedAt });
const gone = (nth: number, at: number) => {
  const instance = anInstance({ id: instanceNo(nth), state: "gone", version: 1 });
  return { ...instance, last: { ...instance.last, at } };
};
const ids = async (store: ReturnType<typeof memoryStore>) => [
  ...(await store.instances.page(POOL, { limit: 10 })).map(({ id }) => id),
  ...(await store.claims.page(POOL, { limit: 10 })).map(({ id }) => id),
];

describe("a store in memory with a clock", () => {
  it("expires tombstones and ended claims when their time is over, and nothing before", async () => {
    let now = EPOCH;
    const store = memoryStore({ clock: { now: () => now } });
    const live = anInstance({ id: instanceNo(3), version: 1 });
    for (const instance of [gone(1, EPOCH), gone(2, EPOCH + 5), live]) await store.records.commit({ instance });
    await store.records.commit({ claim: { ...ended("claim-00000000000000000001", EPOCH), version: 1 } });
    const look = async (at: number) => {
      now = at;
      await store.records.commit({});
      return ids(store);
    };
    expect(await look(EPOCH + TOMBSTONE_RETENTION_MS - 1)).toHaveLength(4);
    expect(await look(EPOCH + TOMBSTONE_RETENTION_MS)).toEqual([
      instanceNo(2),
      instanceNo(3),
      "claim-00000000000000000001",
    ]);
    expect(await store.instances.find(instanceNo(1))).toBeUndefined();
    expect(await look(EPOCH + CLAIM_RETENTION_MS)).toEqual([instanceNo(3)]);
    expect(await store.claims.find("claim-00000000000000000001")).toBeUndefined();
  });

  it("expires nothing without one", async () => {
    const store = memoryStore();
    await store.records.commit({ instance: gone(1, 0) });
    await store.records.commit({});
    expect(await ids(store)).toEqual([instanceNo(1)]);
  });

  it("begins with what stood elsewhere, notifies nobody of it, and goes on from there", async () => {
    const told: Written[] = [];
    const instance = anInstance({ id: instanceNo(1), version: 7 });
    const stored = { pools: [], templates: [], ledgers: [], instances: [instance], claims: [] };
    const store = memoryStore({ stored, onWritten: (written) => told.push(written) });
    expect(await store.instances.find(instance.id)).toEqual(instance);
    expect((await store.instances.stock(POOL)).map(({ id }) => id)).toEqual([instance.id]);
    expect(told).toEqual([]);
    expect(await store.records.commit({ instance: { ...instance, version: 8 } })).toEqual({ kind: "saved" });
    expect(told).toHaveLength(1);
  });
});
