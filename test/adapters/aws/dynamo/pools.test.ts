import { describe, expect, inject, test } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { POOL_AGE_MAX_MS } from "../../../../core/model/limits.ts";
import { aPool, aTemplate, EPOCH, next, POOL } from "../../../builders.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
let tables = 0;

/** Two processes on one table, the first with a clock in hand and its calls recorded. */
async function room() {
  tables += 1;
  const { client, table } = await freshTable(endpoint!, `pools-${tables}`);
  const clock = { at: EPOCH, now: () => clock.at };
  const calls: string[] = [];
  const counters = { count: () => {} };
  const ours = dynamoStore({ client, table, clock, counters, onCall: (command) => calls.push(command) });
  const theirs = dynamoStore({ client, table, clock, counters });
  return { ours, theirs, clock, calls };
}

describe.skipIf(endpoint === undefined)("what a process remembers", () => {
  const pool = aPool();
  const changed = next(pool, { maxUses: 1 });

  test("a pool is recalled without a call until it is too old", async () => {
    const { ours, theirs, clock, calls } = await room();
    await ours.pools.save(pool);
    await theirs.pools.save(changed);
    calls.length = 0;
    clock.at += POOL_AGE_MAX_MS;
    expect(await ours.pools.recall(POOL)).toEqual(pool);
    expect(calls).toEqual([]);
    clock.at += 1;
    expect(await ours.pools.recall(POOL)).toEqual(changed);
    expect(await ours.pools.recall(POOL)).toEqual(changed);
    expect(calls).toEqual(["GetItem"]);
  });

  test("the list is remembered as long, and no longer", async () => {
    const { ours, theirs, clock, calls } = await room();
    expect(await ours.pools.list()).toEqual([]);
    await theirs.pools.save(pool);
    clock.at += POOL_AGE_MAX_MS;
    expect(await ours.pools.list()).toEqual([]);
    clock.at += 1;
    expect(await ours.pools.list()).toEqual([pool]);
    expect(calls).toEqual(["Query", "Query"]);
  });

  test("a find reads the table every time, and what it read is recalled", async () => {
    const { ours, theirs } = await room();
    await ours.pools.save(pool);
    await theirs.pools.save(changed);
    expect(await ours.pools.find(POOL)).toEqual(changed);
    expect(await ours.pools.recall(POOL)).toEqual(changed);
  });

  test("that there is no such pool is not remembered", async () => {
    const { ours, theirs } = await room();
    expect(await ours.pools.recall(POOL)).toBeUndefined();
    await theirs.pools.save(pool);
    expect(await ours.pools.recall(POOL)).toEqual(pool);
  });

  test("who loses a save to another recalls what won", async () => {
    const { ours, theirs } = await room();
    await ours.pools.save(pool);
    await ours.pools.list();
    await theirs.pools.save(changed);
    expect(await ours.pools.save(next(pool))).toBe("conflict");
    expect(await ours.pools.recall(POOL)).toEqual(changed);
    expect(await ours.pools.list()).toEqual([changed]);
  });

  test("a template is read once, a missing one every time", async () => {
    const { ours, theirs, calls } = await room();
    const { name, version } = aTemplate();
    expect(await ours.templates.find(name, version)).toBeUndefined();
    await theirs.templates.save(aTemplate());
    for (const _ of [1, 2, 3]) expect(await ours.templates.find(name, version)).toEqual(aTemplate());
    expect(calls).toEqual(["GetItem", "GetItem"]);
  });
});
