import type { BlameBreaker, BlameLedger, Where } from "../model/blame/ledger.ts";
import { ALIKE_WITHIN_MS, BLAME_BREAKERS_MAX } from "../model/blame-limits.ts";
import type { Instant } from "../model/time.ts";
import { covers, isWithin } from "./scope-id.ts";

/** A member that became ready, or was started and handed over. */
export interface Success {
  readonly where: Where;
  readonly launchedAt: Instant;
  readonly readyAt: Instant;
}

/** The ledger after a success: what counted failures there counts from nought, and what was open closes if the success began after it
 *  opened. Of members that others stop or terminate it proves nothing: there only the trial is over. */
export function proved(ledger: BlameLedger, success: Success): BlameLedger {
  const { where, readyAt } = success;
  const others = ledger.successes.filter((each) => !isWithin("template", each.where, where));
  const successes = [...others, { where, readyAt }]
    .toSorted((one, other) => one.readyAt - other.readyAt)
    .slice(-BLAME_BREAKERS_MAX);
  const breakers = ledger.breakers.flatMap((each) => (covers(each, where) ? after(each, success) : [each]));
  return { breakers, successes };
}

function after(breaker: BlameBreaker, { launchedAt, readyAt }: Success): readonly BlameBreaker[] {
  const { open } = breaker;
  if (breaker.alert === "changed-by-others") return [open ? { ...breaker, open: settled(open) } : breaker];
  return (open ? launchedAt >= open.since : readyAt > breaker.lastAt) ? [] : [breaker];
}

const settled = ({ trialUntil: _, ...open }: NonNullable<BlameBreaker["open"]>) => open;

/** The ledger without what is too long ago to be a pattern. */
export const forgotten = (ledger: BlameLedger, now: Instant): BlameLedger => ({
  ...ledger,
  breakers: ledger.breakers.filter(({ lastAt, open }) => now - Math.max(lastAt, open?.until ?? 0) <= ALIKE_WITHIN_MS),
});
