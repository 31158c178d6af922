import type { Handouts } from "../../../core/ports/handouts.ts";
import type { Clock } from "../../../core/ports/ports.ts";
import type { TableCalls } from "./calls.ts";
import { expiry, handoutKey } from "./items.ts";

/** One item per claim that brought something, apart from the claim's. DynamoDB deletes what is expired days late, so what is read is
 *  held against the clock. Source: DynamoDB Developer Guide, "Using time to live". */
export const dynamoHandouts = (calls: TableCalls, clock: Clock): Handouts => ({
  async keep(claim, userData, until) {
    const Item = { ...handoutKey(claim), doc: userData, expiresAt: expiry(until) };
    const answer = await calls.write([
      {
        Put: {
          Item,
          ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
          ExpressionAttributeValues: { ":now": expiry(clock.now()) },
        },
      },
    ]);
    return answer.kind === "written" ? "kept" : "already";
  },

  async find(claim) {
    const item = await calls.get(handoutKey(claim));
    return item && Number(item.expiresAt) > expiry(clock.now()) ? (item.doc as string) : undefined;
  },

  async forget(claim) {
    await calls.write([{ Delete: { Key: handoutKey(claim) } }]);
  },
});
