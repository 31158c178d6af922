import { describe, expect, inject } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { writtenFrom } from "../../../../adapters/aws/dynamo/stream.ts";
import { EPOCH } from "../../../builders.ts";
import { storeContract } from "../../../contracts/store.contract.ts";
import { readStream } from "../../../dynamodb-stream.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");
let tables = 0;

describe.skipIf(endpoint === undefined)("against DynamoDB Local", () => {
  storeContract("the store in DynamoDB", async () => {
    tables += 1;
    const { streamArn, ...place } = await freshTable(endpoint!, `store-contract-${tables}`);
    const told = async () =>
      (await readStream(endpoint!, streamArn)).flatMap((record) => {
        const written = writtenFrom(record);
        return written ? [written] : [];
      });
    return {
      store: dynamoStore({ ...place, clock: { now: () => EPOCH }, counters: { count: () => {} } }),
      told: async (count) => {
        await expect.poll(async () => (await told()).length).toBeGreaterThanOrEqual(count);
        return told();
      },
    };
  });
});
