import type { PoolId } from "../../model/ids.ts";
import type { Ports } from "../../ports/ports.ts";
import { CONTENDED, whileContended } from "./contended.ts";

/** A launch that EC2 refused cost nothing and proves nothing: it is settled, and no longer counted among those of which none became
 *  ready. Twice is safe: what is settled is not there to be counted. */
export const settleRefused = ({ ledgers }: Pick<Ports, "ledgers">, pool: PoolId, token: string): Promise<void> =>
  whileContended(`the ledger of ${pool}`, async () => {
    const ledger = await ledgers.find(pool);
    const unproven = (ledger.unproven ?? []).filter((each) => each.token !== token);
    if (unproven.length === (ledger.unproven ?? []).length) return ledgers.settle(pool, token);
    const next = { ...ledger, epoch: ledger.epoch + 1, unproven };
    return (await ledgers.save(next, { added: [], dropped: [token] })) === "saved" ? undefined : CONTENDED;
  });
