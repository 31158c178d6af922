import type { Blame, BreakerScope } from "../model/blame/blame.ts";
import type { BlameBreaker, BlameLedger, Where } from "../model/blame/ledger.ts";
import {
  ALIKE_FAILURES,
  ALIKE_MEMBER_FAILURES,
  ALIKE_WITHIN_MS,
  BLAME_BREAKERS_MAX,
  BLAME_OPEN_LEAST_MS,
  BLAME_OPEN_MOST_MS,
} from "../model/blame-limits.ts";
import type { Instant } from "../model/time.ts";
import { covers } from "./scope-id.ts";
import { isFilled, widerScopes } from "./widen.ts";

/** One failure: what failed (an instance's id, or the token of a launch that was refused), where, and when. */
export interface Charged {
  readonly subject: string;
  readonly where: Where;
  readonly at: Instant;
}

type Open = NonNullable<BlameBreaker["open"]>;

/** The ledger with one more failure charged to its scope. Failures of one code are alike: ALIKE_FAILURES of them, of different
 *  subjects, are a pattern and open the breaker of that scope (ALIKE_MEMBER_FAILURES where it is the members' own fault); the same
 *  subject counts once. What fails alike in several parts of a wider scope, where nothing succeeded since, opens that one too, up to
 *  `blame.widest`. A failure within a breaker's pause was under way before it; one after the pause is a failed trial. */
export function charge(ledger: BlameLedger, blame: Blame, charged: Charged): BlameLedger {
  if (blame.scope === "none") return ledger;
  const failed = withBreaker(ledger, failure(ledger, blame, blame.scope, charged));
  return widerScopes(blame).reduce((sofar, scope) => {
    if (!isFilled(sofar, blame.code, scope, charged.where)) return sofar;
    return withBreaker(sofar, { ...failure(sofar, blame, scope, charged), open: openIn(sofar, blame, scope, charged) });
  }, failed);
}

/** The breaker of one scope with one more failure. */
function failure(ledger: BlameLedger, blame: Blame, scope: BreakerScope, charged: Charged): BlameBreaker {
  const { code, owner, alert, claimant, fix } = blame;
  const { subject, where, at } = charged;
  const before = remembered(ledger, blame, scope, charged);
  const most = owner === "member" ? ALIKE_MEMBER_FAILURES : ALIKE_FAILURES;
  const subjects = [...new Set([...(before?.subjects ?? []), subject])].slice(-most);
  const open = before?.open || subjects.length === most ? openIn(ledger, blame, scope, charged) : undefined;
  return {
    code,
    owner,
    ...(alert && { alert }),
    claimant,
    fix,
    scope,
    where,
    subjects,
    lastAt: Math.max(at, before?.lastAt ?? at),
    ...(open && { open }),
  };
}

/** Opened now, or for longer if it was open and a trial has failed. */
function openIn(ledger: BlameLedger, blame: Blame, scope: BreakerScope, charged: Charged): Open {
  const { at } = charged;
  const open = remembered(ledger, blame, scope, charged)?.open;
  if (!open) return { since: at, until: at + pauseMs(0), trialsFailed: 0 };
  if (at < open.until) return open;
  const trialsFailed = open.trialsFailed + 1;
  return { since: open.since, until: at + pauseMs(trialsFailed), trialsFailed };
}

/** The breaker of what failed alike there before, if that is recent enough to be a pattern. */
function remembered({ breakers }: BlameLedger, { code }: Blame, scope: BreakerScope, { where, at }: Charged) {
  const before = breakers.find((each) => each.code === code && each.scope === scope && covers(each, where));
  return before && at - Math.max(before.lastAt, before.open?.until ?? 0) <= ALIKE_WITHIN_MS ? before : undefined;
}

/** How long a breaker stays open after so many trials failed in a row, ms. */
export const pauseMs = (trialsFailed: number): number =>
  Math.min(BLAME_OPEN_MOST_MS, BLAME_OPEN_LEAST_MS * 2 ** trialsFailed);

/** Replaces the one of its code and scope; beyond BLAME_BREAKERS_MAX those that failed longest ago leave. */
function withBreaker(ledger: BlameLedger, breaker: BlameBreaker): BlameLedger {
  const others = ledger.breakers.filter(
    (each) => each.code !== breaker.code || each.scope !== breaker.scope || !covers(each, breaker.where),
  );
  const breakers = [...others, breaker].toSorted((one, other) => one.lastAt - other.lastAt).slice(-BLAME_BREAKERS_MAX);
  return { ...ledger, breakers };
}
