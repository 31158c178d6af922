import type { Wall } from "../../../core/model/capacity.ts";
import { CAPACITY_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Capacity } from "../../../core/ports/capacity.ts";
import type { Calls } from "./calls.ts";
import { expiry, ifNext, wallItemKey, wallPartition } from "./items.ts";

/** One item for each place that refused; those of a region lie in one partition, and are read with one query. A wall that nobody met
 *  for a while is deleted by its time to live. */
export const dynamoCapacity = (calls: Calls): Capacity => ({
  async recall(region) {
    const items = await calls.query({
      ConsistentRead: true,
      KeyConditionExpression: "pk = :walls",
      ExpressionAttributeValues: { ":walls": wallPartition(region) },
    });
    return items.map(({ doc }) => doc as Wall);
  },

  async save(wall) {
    const { version, until } = wall;
    const Item = { ...wallItemKey(wall), doc: wall, version, expiresAt: expiry(until + CAPACITY_RETENTION_MS) };
    const answer = await calls.write([{ Put: { Item, ...ifNext(version) } }]);
    return answer.kind === "written" ? "saved" : "conflict";
  },
});
