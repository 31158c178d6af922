import type { Claim } from "../../../core/model/claim.ts";
import type { Claims } from "../../../core/ports/store.ts";
import type { TableCalls } from "./calls.ts";
import { claimKey, claimsPartition, persistentPartition, queueOf } from "./items.ts";
import { CLAIMS_INDEX, PENDING_INDEX } from "./table.ts";

/** Before every turn; a key condition takes no empty text. */
const FIRST_TURN = "0";

/** Claims by id from the table, and by turn from the sparse indexes: of those that wait, and of all. */
export const dynamoClaims = (calls: TableCalls): Claims => ({
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

  async persistent(pool, { limit, after = FIRST_TURN }) {
    const query = {
      IndexName: PENDING_INDEX,
      KeyConditionExpression: "queue = :persistent AND turn > :before",
      ExpressionAttributeValues: { ":persistent": persistentPartition(pool), ":before": after },
    };
    return (await calls.query(query, limit)).map(({ doc }) => doc as Claim);
  },

  async page(pool, { limit, after = FIRST_TURN }) {
    const query = {
      IndexName: CLAIMS_INDEX,
      KeyConditionExpression: "claimsOf = :pool AND turn > :before",
      ExpressionAttributeValues: { ":pool": claimsPartition(pool), ":before": after },
    };
    return (await calls.query(query, limit)).map(({ doc }) => doc as Claim);
  },
});
