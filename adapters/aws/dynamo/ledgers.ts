import type { PoolId } from "../../../core/model/ids.ts";
import { type Intent, type Ledger, newLedger } from "../../../core/model/ledger.ts";
import { TRANSACTION_ITEMS_MAX } from "../../../core/model/limits.ts";
import type { Ledgers } from "../../../core/ports/store.ts";
import type { TableCalls, Write } from "./calls.ts";
import { type Item, intentKey, LEDGER, ledgerKey } from "./items.ts";
import { SET_SHAPE } from "./shapes.ts";

/** What the ledger's own item holds. */
type LedgerItem = Item &
  Partial<Pick<Ledger, "epoch" | "breaker" | "surplusSince" | "unproven">> & { readonly added?: readonly string[] };

/** A pool's ledger is one item, each of its intents another beside it. */
export const dynamoLedgers = (calls: TableCalls): Ledgers => ({
  async find(pool) {
    const items = await calls.query({
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pool AND begins_with(sk, :ledger)",
      ExpressionAttributeValues: { ":pool": ledgerKey(pool).pk, ":ledger": LEDGER },
    });
    const own = items.find(({ sk }) => sk === LEDGER) as LedgerItem | undefined;
    const intents = items.filter(({ sk }) => sk !== LEDGER);
    const { epoch, breaker, surplusSince, unproven } = { ...newLedger(pool), ...own };
    const all = [...intents, ...(await unseen(calls, pool, own?.added ?? [], intents))];
    const kept = { pool, epoch, breaker, surplusSince, ...(unproven && { unproven }) };
    return { ...kept, intents: all.map(({ doc }) => doc as Intent) };
  },

  async intent(pool, token) {
    const item = await calls.get(intentKey(pool, token));
    return item?.doc as Intent | undefined;
  },

  async save(ledger, { added, dropped }) {
    const drops = dropped.map((token) => drop(ledger.pool, token));
    const writes = [ownWrite(ledger, added), ...added.map(intentWrite), ...drops];
    const answer = await calls.write(writes.slice(0, TRANSACTION_ITEMS_MAX));
    if (answer.kind === "refused") return "conflict";
    // An intent that outlives its drop is counted once more and dropped by the next plan: no harm, so no transaction.
    for (const rest of writes.slice(TRANSACTION_ITEMS_MAX)) await calls.write([rest]);
    return "saved";
  },

  async settle(pool, token) {
    await calls.write([drop(pool, token)]);
  },
});

/** A query may see one item of a transaction before another: the new epoch, and not yet all the intents that came with it.
 *  The ledger names those it came with; the ones that are missing, most of them settled, are read again as of one moment.
 *  Source: DynamoDB Developer Guide, Isolation levels for DynamoDB transactions (queries are read-committed). */
async function unseen(calls: TableCalls, pool: PoolId, added: readonly string[], seen: readonly Item[]) {
  const keys = added.map((token) => intentKey(pool, token));
  const missing = keys.filter(({ sk }) => !seen.some((item) => item.sk === sk));
  return missing.length === 0 ? [] : calls.getTogether(missing);
}

const ownWrite = ({ pool, epoch, breaker, surplusSince, unproven }: Ledger, added: readonly Intent[]): Write => ({
  Update: {
    Key: ledgerKey(pool),
    UpdateExpression: `SET ${SET_SHAPE.expression}, epoch = :epoch, breaker = :breaker, surplusSince = :surplusSince, added = :added${unproven ? ", unproven = :unproven" : ""}`,
    ConditionExpression: epoch === 1 ? "attribute_not_exists(epoch)" : "epoch = :before",
    ExpressionAttributeValues: {
      ...SET_SHAPE.values,
      ":epoch": epoch,
      ":breaker": breaker,
      ":surplusSince": surplusSince,
      ":added": added.map(({ token }) => token),
      ...(unproven && { ":unproven": unproven }),
      ...(epoch > 1 && { ":before": epoch - 1 }),
    },
  },
});

const intentWrite = (intent: Intent): Write => ({
  Put: { Item: { ...intentKey(intent.pool, intent.token), doc: intent } },
});

const drop = (pool: PoolId, token: string): Write => ({ Delete: { Key: intentKey(pool, token) } });
