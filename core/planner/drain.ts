import { PLAN_EXPIRIES_MAX, PLAN_RETIREMENTS_MAX } from "../model/limits.ts";
import { reason } from "../model/reason.ts";
import type { StockRow } from "../model/state-index.ts";
import { bounded } from "./bound.ts";
import type { Plan, Snapshot } from "./snapshot.ts";
import { promised } from "./stock.ts";

/** What a plan for a pool that is torn down is made with: launches asked for earlier that nobody settled. */
interface Unsettled {
  readonly droppedIntents: Plan["droppedIntents"];
  readonly overdue: Plan["overdue"];
}

/** A pool that is torn down: nothing is launched, whoever waits is refused, and all that no claim holds leaves, whatever state it is in.
 *  A launch that was asked for earlier is still settled: asked again it makes known what EC2 may have made, and that leaves too. */
export function drain(snapshot: Snapshot, { droppedIntents, overdue }: Unsettled): Plan {
  const { ledger: given, stock, pending } = snapshot;
  const ledger = { ...given, surplusSince: {} };
  const changesLedger = droppedIntents.length > 0 || Object.keys(given.surplusSince).length > 0;
  const why = [reason("pool-draining")];
  const leaving = bounded(stock.filter(isNobodys), PLAN_RETIREMENTS_MAX);
  const refused = bounded(
    pending.filter(({ state }) => state === "pending"),
    PLAN_EXPIRIES_MAX,
  );
  const underWay = promised(ledger.intents);
  return {
    ledger: changesLedger ? { ...ledger, epoch: ledger.epoch + 1 } : ledger,
    changesLedger,
    launches: [],
    droppedIntents,
    overdue,
    assignments: [],
    expired: refused.first,
    retirements: leaving.first.map(({ id }) => ({ instance: id, reasons: why })),
    reasons: [
      ...why,
      ...(underWay > 0 ? [reason("launches-under-way", { count: underWay })] : []),
      ...refused.reasons,
      ...leaving.reasons,
    ],
  };
}

/** A suspect too: to terminate what is gone is no harm, and what was only left out of a listing is billed. */
const isNobodys = ({ lease, state }: StockRow): boolean => lease === undefined && state !== "retiring";
