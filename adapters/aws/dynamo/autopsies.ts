import type { Autopsy } from "../../../core/model/autopsy.ts";
import { AUTOPSY_RETENTION_MS } from "../../../core/model/limits.ts";
import type { Autopsies } from "../../../core/ports/autopsies.ts";
import type { TableCalls } from "./calls.ts";
import { autopsyKey, expiry } from "./items.ts";

/** One item per instance, in a partition of its own: it outlives the record. Its console is bounded far below the 400 KB that an
 *  item may have. Source: DynamoDB Developer Guide, "Quotas", Items. */
export const dynamoAutopsies = (calls: TableCalls): Autopsies => ({
  async keep(autopsy) {
    const expiresAt = expiry(autopsy.takenAt + AUTOPSY_RETENTION_MS);
    await calls.write([{ Put: { Item: { ...autopsyKey(autopsy.instance), doc: autopsy, expiresAt } } }]);
  },

  async find(id) {
    const item = await calls.get(autopsyKey(id));
    return item?.doc as Autopsy | undefined;
  },
});
