import { TALLY_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Tallies } from "../../../core/ports/tallies.ts";
import type { TableCalls } from "./calls.ts";
import { expiry, type Item, type Key } from "./items.ts";
import { KEEP_SHAPE } from "./shapes.ts";

export const tallyPartition = (region: string): string => `TALLY#${region}`;
const tallyKey = (region: string, day: string): Key => ({ pk: tallyPartition(region), sk: day });
/** An amount is an attribute of its own, so that one `ADD` makes the item, the amount, or both. */
const AMOUNT = "amount ";

/** The days of a region lie in one partition, in the order of time. */
export const dynamoTallies = (calls: TableCalls): Tallies => ({
  async add(region, { day, amounts }) {
    const named = Object.entries(amounts);
    const names = named.map(([name], at) => [`#n${at}`, `${AMOUNT}${name}`]);
    const values = named.map(([, amount], at) => [`:v${at}`, amount]);
    const expiresAt = expiry(Date.parse(day) + TALLY_RETENTION_MS);
    await calls.write([
      {
        Update: {
          Key: tallyKey(region, day),
          UpdateExpression: `ADD ${named.map((_, at) => `#n${at} :v${at}`).join(", ")} SET expiresAt = :expiresAt, ${KEEP_SHAPE.expression}`,
          ExpressionAttributeNames: Object.fromEntries(names),
          ExpressionAttributeValues: { ...Object.fromEntries(values), ...KEEP_SHAPE.values, ":expiresAt": expiresAt },
        },
      },
    ]);
  },

  async latest(region, limit) {
    const query = {
      ConsistentRead: true,
      ScanIndexForward: false,
      KeyConditionExpression: "pk = :region",
      ExpressionAttributeValues: { ":region": tallyPartition(region) },
    };
    return (await calls.query(query, limit)).map((item) => ({ day: item.sk, amounts: amountsIn(item) }));
  },
});

const amountsIn = (item: Item): Record<string, number> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, amount]) =>
      name.startsWith(AMOUNT) ? [[name.slice(AMOUNT.length), amount as number]] : [],
    ),
  );
