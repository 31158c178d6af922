import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, inject, test } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { TTL_ATTRIBUTE } from "../../../../adapters/aws/dynamo/table.ts";
import { CLAIM_RETENTION_MS, HISTORY_MAX, TOMBSTONE_RETENTION_MS } from "../../../../core/model/limits.ts";
import { HOUR_MS, SECOND_MS } from "../../../../core/model/time.ts";
import { newSweep } from "../../../../core/reconcile/shards.ts";
import {
  aClaim,
  aLedger,
  anInstance,
  anIntent,
  aPool,
  aTemplate,
  EPOCH,
  next,
  POOL,
  REGION,
} from "../../../builders.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
let tables = 0;

async function room() {
  tables += 1;
  const { client, table } = await freshTable(endpoint!, `items-${tables}`);
  const store = dynamoStore({ client, table, clock: { now: () => EPOCH }, counters: { count: () => {} } });
  const at = async (pk: string, sk: string) =>
    (await client.send(new GetCommand({ TableName: table, Key: { pk, sk } }))).Item;
  const within = async (pk: string) => {
    const query = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": pk } };
    return (await client.send(new QueryCommand({ TableName: table, ...query }))).Items ?? [];
  };
  return { store, at, within };
}

const inSeconds = (at: number) => at / SECOND_MS;

describe.skipIf(endpoint === undefined)("what lies in the table", () => {
  const instance = anInstance();
  const claim = aClaim();

  test("everything lies where the design says", async () => {
    const { store, within } = await room();
    const template = aTemplate();
    const { token } = anIntent();
    await store.records.commit({ instance, claim });
    await store.pools.save(aPool());
    await store.templates.save(template);
    await store.ledgers.save(aLedger(), { added: [anIntent()], dropped: [] });
    const sweep = newSweep(REGION, [`${REGION}a`], EPOCH);
    await store.sweeps.save(sweep);
    await store.seenSet.see({ sweep: sweep.id, zone: `${REGION}a`, generation: 1, page: 7, ids: [instance.id] });
    const sortKeys = async (pk: string) => (await within(pk)).map(({ sk }) => sk);
    expect(await sortKeys(`POOL#${POOL}`)).toEqual([`INSTANCE#${instance.id}`, "LEDGER", `LEDGER#${token}`, "SPEC"]);
    expect(await sortKeys(`EC2#${instance.id}`)).toEqual(["POINTER"]);
    expect(await sortKeys(`CLAIM#${claim.id}`)).toEqual(["CLAIM"]);
    expect(await sortKeys(`TEMPLATE#${template.name}`)).toEqual(["V#00000003"]);
    expect(await sortKeys("POOLS")).toEqual([POOL]);
    expect(await sortKeys(`SWEEP#${REGION}`)).toEqual([sweep.id]);
    expect(await sortKeys(`SEEN#${sweep.id}#${REGION}a#1`)).toEqual(["00000007"]);
  });

  test("a live instance and its pointer are not to be expired", async () => {
    const { store, at } = await room();
    await store.records.commit({ instance });
    await store.records.commit({ instance: next(instance) });
    expect(await at(`POOL#${POOL}`, `INSTANCE#${instance.id}`)).not.toHaveProperty(TTL_ATTRIBUTE);
    expect(await at(`EC2#${instance.id}`, "POINTER")).not.toHaveProperty(TTL_ATTRIBUTE);
  });

  test("a tombstone and its pointer expire together, when it was listed for its time and never within an hour", async () => {
    const { store, at } = await room();
    const since = EPOCH + 1;
    await store.records.commit({ instance });
    await store.records.commit({ instance: next(instance, { state: "gone", since }) });
    const expiry = Math.ceil(inSeconds(since + TOMBSTONE_RETENTION_MS));
    expect(expiry).toBeGreaterThan(inSeconds(since + HOUR_MS));
    expect(await at(`POOL#${POOL}`, `INSTANCE#${instance.id}`)).toHaveProperty(TTL_ATTRIBUTE, expiry);
    expect(await at(`EC2#${instance.id}`, "POINTER")).toMatchObject({ pool: POOL, [TTL_ATTRIBUTE]: expiry });
  });

  test("a tombstone has no bin, and so no place in the index", async () => {
    const { store, at } = await room();
    await store.records.commit({ instance });
    expect(await at(`POOL#${POOL}`, `INSTANCE#${instance.id}`)).toHaveProperty("bin");
    await store.records.commit({ instance: next(instance, { state: "gone", suspectSince: EPOCH }) });
    expect(await at(`POOL#${POOL}`, `INSTANCE#${instance.id}`)).not.toHaveProperty("bin");
  });

  test("a claim expires when its end is long enough ago, and not before it has one", async () => {
    const { store, at } = await room();
    const served = next(claim, { state: "delivered" });
    const ended = next(served, { state: "released", endedAt: EPOCH });
    const item = () => at(`CLAIM#${claim.id}`, "CLAIM");
    await store.records.commit({ claim });
    const listed = { claimsOf: `CLAIMS#${POOL}`, turn: `00${EPOCH}#${claim.id}` };
    expect(await item()).toMatchObject({ queue: `PENDING#${POOL}`, ...listed });
    await store.records.commit({ claim: served });
    for (const absent of ["queue", TTL_ATTRIBUTE]) expect(await item()).not.toHaveProperty(absent);
    await store.records.commit({ claim: ended });
    expect(await item()).toMatchObject(listed);
    expect(await item()).toHaveProperty(TTL_ATTRIBUTE, inSeconds(EPOCH + CLAIM_RETENTION_MS));
  });

  test("a ledger names the intents that came with its epoch", async () => {
    const { store, at } = await room();
    const [one, two] = [anIntent({ token: "one" }), anIntent({ token: "two", epoch: 2 })];
    await store.ledgers.save(aLedger(), { added: [one], dropped: [] });
    await store.ledgers.save(aLedger({ epoch: 2 }), { added: [two], dropped: [] });
    expect(await at(`POOL#${POOL}`, "LEDGER")).toMatchObject({ epoch: 2, added: ["two"] });
  });

  test("the history is a ring: its slots are overwritten, and no write makes more of them", async () => {
    const { store, at } = await room();
    let record = { instance, claim };
    for (let write = 0; write < HISTORY_MAX + 2; write += 1) {
      await store.records.commit(record);
      record = { instance: next(record.instance), claim: next(record.claim) };
    }
    const items = [await at(`POOL#${POOL}`, `INSTANCE#${instance.id}`), await at(`CLAIM#${claim.id}`, "CLAIM")] as {
      history: Record<string, { version: number }>;
    }[];
    for (const { history } of items) {
      expect(Object.keys(history)).toHaveLength(HISTORY_MAX);
      expect(history["1"]?.version).toBe(HISTORY_MAX + 1);
      expect(history["3"]?.version).toBe(3);
    }
  });
});
