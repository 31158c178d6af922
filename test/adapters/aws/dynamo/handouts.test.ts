import { describe, expect, inject, test } from "vitest";
import { dynamoStore } from "../../../../adapters/aws/dynamo/store.ts";
import { SECOND_MS } from "../../../../core/model/time.ts";
import { claimNo, EPOCH } from "../../../builders.ts";
import { freshTable } from "../../../dynamodb-table.ts";

const endpoint = inject("dynamoDbEndpoint");

describe.skipIf(endpoint === undefined)("handouts in the table", () => {
  test("are over when their time is, though DynamoDB deletes them days later, and may then be kept anew", async () => {
    const { client, table } = await freshTable(endpoint!, "handouts-1");
    const clock = { at: EPOCH, now: () => clock.at };
    const { handouts } = dynamoStore({ client, table, clock, counters: { count: () => {} } });
    await handouts.keep(claimNo(1), "x", EPOCH + 10 * SECOND_MS);
    clock.at = EPOCH + 9 * SECOND_MS;
    expect(await handouts.find(claimNo(1))).toBe("x");
    clock.at = EPOCH + 10 * SECOND_MS;
    expect(await handouts.find(claimNo(1))).toBeUndefined();
    expect(await handouts.keep(claimNo(1), "y", EPOCH + 20 * SECOND_MS)).toBe("kept");
    expect(await handouts.find(claimNo(1))).toBe("y");
  });
});
