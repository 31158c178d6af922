import { type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, inject, test } from "vitest";
import { dynamoCalls } from "../../../../adapters/aws/dynamo/calls.ts";
import { deliveryKey, deliveryPartition, dynamoDeliveries } from "../../../../adapters/aws/dynamo/deliveries.ts";
import { kindOf } from "../../../../adapters/aws/dynamo/items.ts";
import { TTL_ATTRIBUTE } from "../../../../adapters/aws/dynamo/table.ts";
import { PROBES_PER_WINDOW, windowStart } from "../../../../core/model/delivery.ts";
import { PROBE_DOUBLES_MAX, PROBE_RETENTION_MS } from "../../../../core/model/limits.ts";
import { SECOND_MS } from "../../../../core/model/time.ts";
import { EPOCH } from "../../../builders.ts";
import { deliveriesContract } from "../../../contracts/deliveries.contract.ts";
import { held } from "../../../contracts/held.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
/** What an item may weigh. Source: DynamoDB Developer Guide, Quotas. */
const ITEM_BYTES_MAX = 400 * 1024;
const AT = { path: "bus-sqs", start: windowStart(EPOCH) } as const;
let tables = 0;

async function room() {
  tables += 1;
  const { client, table } = await freshTable(endpoint!, `deliveries-${tables}`);
  const deliveries = dynamoDeliveries(dynamoCalls({ client, table, counters: { count: () => {} } }));
  return { client, table, deliveries };
}

/** The answer to the next write is lost on its way back, and the SDK, which knows no better, writes again. */
function loseNextAnswer(client: DynamoDBClient): void {
  let isDue = true;
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName !== UpdateItemCommand.name || !isDue) return answer;
        isDue = false;
        return next(args);
      },
    { step: "finalizeRequest", priority: "low" },
  );
}

describe.skipIf(endpoint === undefined)("against DynamoDB Local", () => {
  held("DynamoDB Local", "deliveries", () => deliveriesContract("DynamoDB", async () => (await room()).deliveries));

  test("a first arrival whose answer was lost, and which is written again, is still the first, and no double", async () => {
    const { client, deliveries } = await room();
    loseNextAnswer(client);
    expect(await deliveries.arrived({ ...AT, seq: 1, at: EPOCH, bucket: 5 })).toBe("first");
    expect(await deliveries.windows(AT.path, 0, EPOCH * 2)).toMatchObject([{ buckets: { 5: 1 }, doubles: 0 }]);
  });

  test("a full window with all the doubles it can distinguish is one small item, which expires in time", async () => {
    const { client, table, deliveries } = await room();
    for (let seq = 0; seq < PROBES_PER_WINDOW; seq += 1) {
      await deliveries.sent(AT, [seq]);
      await deliveries.arrived({ ...AT, seq, at: EPOCH, bucket: seq * 20 });
    }
    for (let more = 0; more < PROBE_DOUBLES_MAX; more += 1)
      await deliveries.arrived({ ...AT, seq: 0, at: EPOCH, bucket: 1 });
    const query = {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": deliveryPartition(AT.path) },
    };
    const { Items = [] } = await client.send(new QueryCommand({ TableName: table, ...query }));
    expect(Items).toHaveLength(1);
    const written = JSON.stringify(Items[0], (_, value) => (value instanceof Set ? [...value] : value));
    expect(written.length).toBeLessThan(ITEM_BYTES_MAX / 20);
    expect(Items[0]).toMatchObject({ [TTL_ATTRIBUTE]: Math.ceil((AT.start + PROBE_RETENTION_MS) / SECOND_MS) });
  });

  test("nobody is notified of a window through the stream", () => {
    expect(kindOf(deliveryKey(AT))).toBeUndefined();
  });
});
