import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, inject, test } from "vitest";
import { latestSweepKey, seenPartition, sweepPartition } from "../../../../adapters/aws/dynamo/items.ts";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { TTL_ATTRIBUTE } from "../../../../adapters/aws/dynamo/table.ts";
import { PAGE_ROWS_MAX, SEEN_PAGES_MAX, SWEEP_RETENTION_MS } from "../../../../core/model/limits.ts";
import { SECOND_MS } from "../../../../core/model/time.ts";
import { newSweep } from "../../../../core/reconcile/shards.ts";
import { EPOCH, instanceNo, REGION } from "../../../builders.ts";
import { held } from "../../../contracts/held.ts";
import { sweepsContract } from "../../../contracts/sweeps.contract.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
/** What an item may weigh. Source: DynamoDB Developer Guide, Quotas. */
const ITEM_BYTES_MAX = 400 * 1024;
let tables = 0;

async function room() {
  tables += 1;
  const { client, table } = await freshTable(endpoint!, `sweeps-${tables}`);
  const calls: string[] = [];
  const counters = { count: () => {} };
  const onCall = (command: string) => calls.push(command);
  const store = dynamoStore({ client, table, clock: { now: () => EPOCH }, counters, onCall });
  const within = async (pk: string) => {
    const query = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": pk } };
    return (await client.send(new QueryCommand({ TableName: table, ...query }))).Items ?? [];
  };
  return { store, calls, within };
}

describe.skipIf(endpoint === undefined)("against DynamoDB Local", () => {
  held("DynamoDB Local", "sweeps", () => sweepsContract("DynamoDB", async () => (await room()).store));

  describe("what a sweep leaves in the table", () => {
    const sweep = newSweep(REGION, [`${REGION}a`], EPOCH + 1);
    const of = { sweep: sweep.id, zone: `${REGION}a`, generation: 1 };
    const ids = (from: number, count: number) => Array.from({ length: count }, (_, n) => instanceNo(from + n));

    test("expires when it was kept for its time, and who it saw with it", async () => {
      const { store, within } = await room();
      await store.sweeps.begin(sweep);
      await store.seenSet.see({ ...of, page: 0, ids: ids(0, 1) });
      const expiry = Math.ceil((EPOCH + 1 + SWEEP_RETENTION_MS) / SECOND_MS);
      for (const pk of [sweepPartition(REGION), latestSweepKey(REGION).pk, seenPartition(of)])
        expect(await within(pk)).toMatchObject([{ [TTL_ATTRIBUTE]: expiry }]);
    });

    test("does not bar the next when it was expired, though its index entry was not yet", async () => {
      const { store } = await room();
      await store.sweeps.begin(sweep);
      const after = (ms: number) => newSweep(REGION, [], sweep.startedAt + SWEEP_RETENTION_MS + ms);
      expect(await store.sweeps.begin(after(-1))).toBe("conflict");
      expect(await store.sweeps.begin(after(0))).toBe("begun");
    });

    test("is one small item for a full page, though others read the page otherwise", async () => {
      const { store, within } = await room();
      for (const from of [0, 500]) await store.seenSet.see({ ...of, page: 7, ids: ids(from, PAGE_ROWS_MAX) });
      const [item, ...more] = await within(seenPartition(of));
      expect(more).toEqual([]);
      expect([...item!.ids].join("").length).toBeLessThan(ITEM_BYTES_MAX / 10);
    });

    test("is read back in one answer for as many full pages as are read at a time", async () => {
      const { store, calls } = await room();
      for (let page = 0; page < SEEN_PAGES_MAX + 1; page += 1)
        await store.seenSet.see({ ...of, page, ids: ids(page * PAGE_ROWS_MAX, PAGE_ROWS_MAX) });
      calls.length = 0;
      expect(await store.seenSet.seen({ ...of, page: 0 })).toHaveLength(SEEN_PAGES_MAX * PAGE_ROWS_MAX);
      expect(calls).toEqual(["Query"]);
    });
  });
});
