import type { BlameAlertKind } from "../model/blame/alerts.ts";
import type { BlameBreaker, BlameLedger } from "../model/blame/ledger.ts";
import type { Instant } from "../model/time.ts";
import { scopeId } from "./scope-id.ts";

/** What people are to be alerted to, with EC2's reason in plain words. */
export interface BlameCondition {
  readonly kind: BlameAlertKind;
  readonly subject: string;
  readonly since: Instant;
  readonly code: string;
  readonly fix: string;
}

/** The open breakers that people can do something about, the widest of each code alone: what it covers says nothing more. */
export function conditionsOf({ breakers }: BlameLedger): readonly BlameCondition[] {
  return breakers.flatMap((each) => {
    const { alert, code, fix, open, scope, where } = each;
    if (!alert || !open || isCovered(each, breakers)) return [];
    return [{ kind: alert, subject: scopeId(scope, where), since: open.since, code, fix }];
  });
}

const WIDTH = { offering: 0, template: 1, pool: 2, region: 3 } as const;

const isCovered = (one: BlameBreaker, breakers: readonly BlameBreaker[]): boolean =>
  breakers.some(
    (other) =>
      other.code === one.code &&
      other.open !== undefined &&
      WIDTH[other.scope] > WIDTH[one.scope] &&
      scopeId(other.scope, other.where) === scopeId(other.scope, one.where),
  );
