import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { describe, expect, inject, test } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { noteRefusal } from "../../../../core/flows/steps/note-capacity.ts";
import { spread } from "../../../../core/model/ids.ts";
import type { Instance, Signal } from "../../../../core/model/instance.ts";
import { CANDIDATES_MAX, HISTORY_MAX } from "../../../../core/model/limits.ts";
import type { Store } from "../../../../core/ports/store.ts";
import {
  aClaim,
  anInstance,
  anUnavailable,
  claimNo,
  EPOCH,
  instanceNo,
  next,
  POOL,
  REGION,
} from "../../../builders.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
const signals = ["sysprep", "second-boot", "clock", "agent"].map((name): [string, Signal] => [
  name,
  { name, at: EPOCH, ok: true, ...(name === "clock" && { offsetMs: 12 }) },
]);
const typical = (n: number): Instance => anInstance({ id: instanceNo(n), signals: Object.fromEntries(signals) });

/** Each call's command, and what it took from the table and from its indexes. */
type Tally = [command: string, units: Record<string, number>];

const unitsIn = (consumed: readonly ConsumedCapacity[]): Record<string, number> => {
  const [{ Table, LocalSecondaryIndexes, GlobalSecondaryIndexes } = {}] = consumed;
  const all = { table: Table, ...LocalSecondaryIndexes, ...GlobalSecondaryIndexes };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, of]) => (of?.CapacityUnits ? [[name, of.CapacityUnits]] : [])),
  );
};

/** A pool of eight warm instances, the first of which has lived long enough to have a full history. */
async function lived(table: string): Promise<{ store: Store; tally: Tally[]; instance: Instance }> {
  const { client } = await freshTable(endpoint!, table);
  const tally: Tally[] = [];
  const store = dynamoStore({
    client,
    table,
    clock: { now: () => EPOCH },
    counters: { count: () => {} },
    onCall: (command, consumed) => tally.push([command, unitsIn(consumed)]),
  });
  const first = typical(0);
  const others = Array.from({ length: 7 }, (_, n) => typical(n + 1));
  for (const instance of [first, ...others]) await store.records.commit({ instance });
  let instance = first;
  for (let write = 0; write < HISTORY_MAX; write += 1) {
    instance = next(instance, { state: write % 2 === 0 ? "parking" : "warm" });
    await store.records.commit({ instance });
  }
  tally.length = 0;
  return { store, tally, instance };
}

describe.skipIf(endpoint === undefined)("what the store's calls consume, on a record with a full history", () => {
  test("a transition is one write: of the record, and out of one state index into another", async () => {
    const { store, tally, instance } = await lived("capacity-transition");
    await store.records.commit({ instance: next(instance, { state: "retiring" }) });
    expect(tally).toEqual([["UpdateItem", { table: 4, bin: 4 }]]);
  });

  test("a change within a state is one write, and one in the state index", async () => {
    const { store, tally, instance } = await lived("capacity-change");
    await store.records.commit({ instance: next(instance, { uses: 1 }) });
    expect(tally).toEqual([["UpdateItem", { table: 4, bin: 2 }]]);
  });

  test("a hit is one query and one transaction", async () => {
    const { store, tally, instance } = await lived("capacity-hit");
    const from = spread(instance.id);
    await store.instances.listByState({ pool: POOL, stateIndex: "warm", tier: "stopped", from, limit: CANDIDATES_MAX });
    const lease = { claim: claimNo(1), epoch: 1, at: EPOCH, overrides: {}, configured: true };
    const leased = next(instance, { state: "handing-over", leaseEpoch: 1, lease });
    const claim = aClaim({ state: "leased", kind: "hit", instance: instance.id, leaseEpoch: 1, leasedAt: EPOCH });
    await store.records.commit({ instance: leased, claim });
    expect(tally).toEqual([
      ["Query", { bin: 2 }],
      ["TransactWriteItems", { table: 12, bin: 8, claims: 2 }],
    ]);
  });

  test.each([
    // DynamoDB bills the least read, one unit, for an empty answer too; DynamoDB Local counts none.
    ["none", 0, {}],
    ["eighteen", 18, { table: 1 }],
    ["thirty-six", 36, { table: 2 }],
  ])(
    "what is known of a region's capacity is one query beside it: of %s unavailable offerings",
    async (_, count, units) => {
      const { store, tally } = await lived(`capacity-offerings-${count}`);
      for (let n = 0; n < count; n += 1)
        await store.offerings.save(anUnavailable({ offering: `eu-west-1${"abcdef"[n % 6]}/m${n}i.24xlarge` }));
      tally.length = 0;
      expect(await store.offerings.recall(REGION)).toHaveLength(count);
      expect(tally).toEqual([["Query", units]]);
    },
  );

  test("a refusal is remembered by one read and one write", async () => {
    const { store, tally } = await lived("capacity-refusal");
    const { region, offering, error } = anUnavailable();
    await noteRefusal(store, { region, offering, error }, EPOCH);
    expect(tally).toEqual([
      ["Query", {}],
      ["PutItem", { table: 1 }],
    ]);
  });

  test("a claim that fell back is written at a kilobyte more than a hit", async () => {
    const { store, tally, instance } = await lived("capacity-fell-back");
    const why = { code: "start-failed", detail: { error: "InsufficientInstanceCapacity" } } as const;
    const offering = "eu-west-1a/m6i.xlarge";
    const tried = { at: EPOCH, outcome: "failed", why, offering, instance: instance.id } as const;
    const attempts = [
      { ...tried, attempt: "warm" },
      { ...tried, attempt: "another-zone" },
    ] as const;
    const lease = { claim: claimNo(1), epoch: 1, at: EPOCH, overrides: {}, configured: true };
    const leased = next(instance, { state: "handing-over", leaseEpoch: 1, lease });
    const claim = aClaim({ state: "leased", kind: "miss", instance: instance.id, leaseEpoch: 1, attempts });
    await store.records.commit({ instance: leased, claim });
    expect(tally).toEqual([["TransactWriteItems", { table: 14, bin: 8, claims: 2 }]]);
  });

  test("a lost race is one call, and reports the winner in it", async () => {
    const { store, tally, instance } = await lived("capacity-lost");
    expect(await store.records.commit({ instance, claim: aClaim() })).toMatchObject({ instance });
    expect(await store.records.commit({ instance })).toMatchObject({ instance });
    expect(tally.map(([command]) => command)).toEqual(["TransactWriteItems", "UpdateItem"]);
  });

  test("an id is found by two reads, and an id of somebody else's instance is known by one", async () => {
    const { store, tally, instance } = await lived("capacity-find");
    await store.instances.find(instance.id);
    await store.instances.find(instanceNo(999));
    expect(tally).toEqual([
      ["GetItem", { table: 1 }],
      ["GetItem", { table: 1 }],
      ["GetItem", { table: 1 }],
    ]);
  });

  test("a claim waits at one write, and its pool's queue is one query", async () => {
    const { store, tally } = await lived("capacity-queue");
    await store.records.commit({ claim: aClaim() });
    await store.claims.pending(POOL, 10);
    expect(tally).toEqual([
      ["PutItem", { table: 1, pending: 1, claims: 1 }],
      ["Query", { pending: 0.5 }],
    ]);
  });
});
