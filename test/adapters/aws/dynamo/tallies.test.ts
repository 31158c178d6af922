import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, inject, test } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { TTL_ATTRIBUTE } from "../../../../adapters/aws/dynamo/table.ts";
import { tallyPartition } from "../../../../adapters/aws/dynamo/tallies.ts";
import { TALLY_RETENTION_MS } from "../../../../core/model/limits.ts";
import { SECOND_MS } from "../../../../core/model/time.ts";
import { EPOCH, REGION } from "../../../builders.ts";
import { held } from "../../../contracts/held.ts";
import { talliesContract } from "../../../contracts/tallies.contract.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
const DAY = "2026-01-05";
let tables = 0;

async function room() {
  tables += 1;
  const { client, table } = await freshTable(endpoint!, `tallies-${tables}`);
  const calls: string[] = [];
  const onCall = (command: string) => calls.push(command);
  const counters = { count: () => {} };
  const store = dynamoStore({ client, table, clock: { now: () => EPOCH }, counters, onCall });
  return { client, table, store, calls };
}

describe.skipIf(endpoint === undefined)("tallies in the table", () => {
  held("DynamoDB Local", "tallies", () => talliesContract("DynamoDB", async () => (await room()).store));

  test("an addition is one write, and the day expires when its time is over", async () => {
    const { client, table, store, calls } = await room();
    await store.tallies.add(REGION, { day: DAY, amounts: { one: 1, other: 2 } });
    expect(calls).toEqual(["UpdateItem"]);
    const query = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": tallyPartition(REGION) } };
    const { Items = [] } = await client.send(new QueryCommand({ TableName: table, ...query }));
    expect(Items.map((item) => item[TTL_ATTRIBUTE])).toEqual([(Date.parse(DAY) + TALLY_RETENTION_MS) / SECOND_MS]);
  });
});
