import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, inject } from "vitest";
import { claimKey, instanceKey, type Key, pointerKey } from "../../../../adapters/aws/dynamo/items.ts";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { writtenFrom } from "../../../../adapters/aws/dynamo/stream.ts";
import { EPOCH } from "../../../builders.ts";
import { held } from "../../../contracts/held.ts";
import { storeContract } from "../../../contracts/store.contract.ts";
import { readStream } from "../../../dynamodb-stream.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
let tables = 0;

describe.skipIf(endpoint === undefined)("against DynamoDB Local", () => {
  held("DynamoDB Local", "store", () =>
    storeContract("the store in DynamoDB", async () => {
      tables += 1;
      const { streamArn, ...place } = await freshTable(endpoint!, `store-contract-${tables}`);
      const told = async () =>
        (await readStream(endpoint!, streamArn)).flatMap((record) => {
          const written = writtenFrom(record);
          return written ? [written] : [];
        });
      const remove = (key: Key) => place.client.send(new DeleteCommand({ TableName: place.table, Key: key }));
      return {
        store: dynamoStore({ ...place, clock: { now: () => EPOCH }, counters: { count: () => {} } }),
        told: async (count) => {
          await expect.poll(async () => (await told()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
          return told();
        },
        async deadLetter({ instance, claim }) {
          if (instance) await remove(pointerKey(instance.id));
          if (instance) await remove(instanceKey(instance.pool, instance.id));
          if (claim) await remove(claimKey(claim.id));
        },
      };
    }),
  );
});
