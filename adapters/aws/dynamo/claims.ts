import type { Claim } from "../../../core/model/claim.ts";
import type { Claims } from "../../../core/ports/store.ts";
import type { Calls } from "./calls.ts";
import { claimKey, queueOf } from "./items.ts";
import { PENDING_INDEX } from "./table.ts";

/** Claims by id from the table, and by turn from the sparse index of those that wait. */
export const dynamoClaims = (calls: Calls): Claims => ({
  async find(id) {
    const item = await calls.get(claimKey(id));
    return item?.doc as Claim | undefined;
  },

  async pending(pool, limit) {
    const query = {
      IndexName: PENDING_INDEX,
      KeyConditionExpression: "queue = :queue",
      ExpressionAttributeValues: { ":queue": queueOf(pool) },
    };
    return (await calls.query(query, limit)).map(({ doc }) => doc as Claim);
  },
});
