import { CAPACITY_RETENTION_MS } from "../../../core/model/limits.ts";
import type { UnavailableOffering } from "../../../core/model/offering.ts";
import type { UnavailableOfferings } from "../../../core/ports/offerings.ts";
import type { TableCalls } from "./calls.ts";
import { expiry, ifNext, offeringItemKey, offeringPartition } from "./items.ts";

/** One item for each offering that refused; those of a region lie in one partition, and are read with one query. An unavailable offering that nobody met
 *  for a while is deleted by its time to live. */
export const dynamoOfferings = (calls: TableCalls): UnavailableOfferings => ({
  async recall(region) {
    const items = await calls.query({
      ConsistentRead: true,
      KeyConditionExpression: "pk = :region",
      ExpressionAttributeValues: { ":region": offeringPartition(region) },
    });
    return items.map(({ doc }) => doc as UnavailableOffering);
  },

  async save(unavailableOffering) {
    const { version, until } = unavailableOffering;
    const Item = {
      ...offeringItemKey(unavailableOffering),
      doc: unavailableOffering,
      version,
      expiresAt: expiry(until + CAPACITY_RETENTION_MS),
    };
    const answer = await calls.write([{ Put: { Item, ...ifNext(version) } }]);
    return answer.kind === "written" ? "saved" : "conflict";
  },
});
