import type { Breaker } from "../model/ledger.ts";
import { BREAKER_FAILURES, BREAKER_OPEN_MS } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import type { StockRow } from "../model/state-index.ts";
import { type Instant, iso } from "../model/time.ts";
import type { Snapshot } from "./snapshot.ts";

/** The breaker, with the outcomes since the last plan counted: so many failures in a row open it, one success closes it.
 *  A failure is an instance put in quarantine before it was ever ready. What is warm stays in either case. */
export function countOutcomes(breaker: Breaker, stock: readonly StockRow[]): Breaker {
  const outcomes = stock
    .flatMap(outcomeOf)
    .filter(({ at }) => at > breaker.countedTo)
    .sort((a, b) => a.at - b.at || Number(a.failed) - Number(b.failed));
  return outcomes.reduce<Breaker>((sofar, { at, failed }) => {
    if (failed) return withFailure(sofar, at);
    return sofar.failures === 0 ? sofar : { failures: 0, countedTo: at };
  }, breaker);
}

const outcomeOf = (row: StockRow): readonly { at: Instant; failed: boolean }[] => {
  if (row.readyAt !== undefined) return [{ at: row.readyAt, failed: false }];
  return row.state === "quarantined" ? [{ at: row.since, failed: true }] : [];
};

function withFailure({ failures }: Breaker, at: Instant): Breaker {
  const count = failures + 1;
  return { failures: count, countedTo: at, ...(count >= BREAKER_FAILURES && { openUntil: at + BREAKER_OPEN_MS }) };
}

/** How many launches the breaker lets through, and why not more. */
export function allowedByBreaker(
  breaker: Breaker,
  { now, stock, ledger }: Snapshot,
): { room: number; reasons: readonly Reason[] } {
  const { failures, openUntil } = breaker;
  if (openUntil === undefined) return { room: Number.POSITIVE_INFINITY, reasons: [] };
  if (now < openUntil) return { room: 0, reasons: [reason("breaker-open", { until: iso(openUntil), failures })] };
  const onTrial =
    ledger.intents.length > 0 || stock.some(({ state }) => state === "launching" || state === "preparing");
  return { room: onTrial ? 0 : 1, reasons: [reason("breaker-trial", { failures })] };
}
