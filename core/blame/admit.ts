import type { BlameBreaker, BlameLedger, Where } from "../model/blame/ledger.ts";
import { BLAME_TRIAL_MS } from "../model/blame-limits.ts";
import type { Instant } from "../model/time.ts";
import { covers } from "./scope-id.ts";

/** Whether something may be launched there now. `trial`: one, and then none until it is settled. `held`: not before `until`, because
 *  of that breaker. */
export type Admission =
  | { readonly kind: "free" }
  | { readonly kind: "trial" }
  | { readonly kind: "held"; readonly until: Instant; readonly by: BlameBreaker };

/** Asks every breaker that covers it: the one that holds longest says why. */
export function admits({ breakers }: BlameLedger, where: Where, now: Instant): Admission {
  const open = breakers.filter((each) => each.open !== undefined && covers(each, where));
  const [by] = open.toSorted((one, other) => heldUntil(other) - heldUntil(one));
  if (!by) return { kind: "free" };
  const until = heldUntil(by);
  return until > now ? { kind: "held", until, by } : { kind: "trial" };
}

const heldUntil = ({ open }: BlameBreaker): Instant => (open ? Math.max(open.until, open.trialUntil ?? 0) : 0);

/** The ledger with a trial under way there: every breaker whose pause is over waits for what becomes of it. */
export const withTrial = (ledger: BlameLedger, where: Where, now: Instant): BlameLedger => ({
  ...ledger,
  breakers: ledger.breakers.map((each) =>
    each.open && covers(each, where) && each.open.until <= now
      ? { ...each, open: { ...each.open, trialUntil: now + BLAME_TRIAL_MS } }
      : each,
  ),
});

/** Candidates for a launch, those that failed last at their end: a trial goes elsewhere first. Equal ones stay in their order. */
export const leastFailed = <Candidate extends Where>(
  { breakers }: BlameLedger,
  candidates: readonly Candidate[],
): readonly Candidate[] => {
  const failedAt = ({ region, offering }: Where): Instant =>
    Math.max(
      0,
      ...breakers
        .filter(({ where }) => where.region === region && where.offering === offering)
        .map(({ lastAt }) => lastAt),
    );
  return candidates.toSorted((one, other) => failedAt(one) - failedAt(other));
};
