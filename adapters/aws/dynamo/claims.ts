import { type Claim, turnBefore } from "../../../core/model/claim.ts";
import type { Claims } from "../../../core/ports/store.ts";
import type { Calls } from "./calls.ts";
import { claimKey, claimsOf, queueOf } from "./items.ts";
import { CLAIMS_INDEX, PENDING_INDEX } from "./table.ts";

/** Claims by id from the table, and by turn from the sparse indexes: of those that wait, and of all. */
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

  async page(pool, { limit, ...from }) {
    const query = {
      IndexName: CLAIMS_INDEX,
      KeyConditionExpression: "claimsOf = :pool AND turn > :before",
      ExpressionAttributeValues: { ":pool": claimsOf(pool), ":before": turnBefore(from) },
    };
    return (await calls.query(query, limit)).map(({ doc }) => doc as Claim);
  },
});
