import { type Blame, BREAKER_SCOPES, type BreakerScope } from "../model/blame/blame.ts";
import type { BlameLedger, Where } from "../model/blame/ledger.ts";
import { ALIKE_BREAKERS } from "../model/blame-limits.ts";
import { isWithin, scopeId, zoneOf } from "./scope-id.ts";

/** By scope: the breakers that are counted for it, and what must differ between them. Two types of one zone are one bad zone. */
const PARTS: Readonly<
  Record<Exclude<BreakerScope, "offering">, { of: readonly BreakerScope[]; differ: (where: Where) => string }>
> = {
  template: { of: ["offering"], differ: zoneOf },
  pool: { of: ["template"], differ: (where) => scopeId("template", where) },
  region: { of: ["template", "pool"], differ: (where) => scopeId("pool", where) },
};

/** The scopes wider than a failure's own that its pattern may fill, narrowest first. */
export const widerScopes = ({ scope, widest }: Blame): readonly BreakerScope[] =>
  BREAKER_SCOPES.slice(scopeIndex(scope) + 1, scopeIndex(widest) + 1);

const scopeIndex = (scope: Blame["scope"]): number =>
  scope === "none" ? BREAKER_SCOPES.length : BREAKER_SCOPES.indexOf(scope);

/** Whether open breakers of one code lie in ALIKE_BREAKERS parts of a scope, with no success there since the first of them opened. */
export function isFilled(
  { breakers, successes }: BlameLedger,
  code: string,
  scope: BreakerScope,
  where: Where,
): boolean {
  if (scope === "offering") return false;
  const { of, differ } = PARTS[scope];
  const parts = breakers.filter(
    (each) => each.code === code && of.includes(each.scope) && isWithin(scope, each.where, where),
  );
  const opened = parts.flatMap((each) => (each.open ? [{ part: differ(each.where), since: each.open.since }] : []));
  if (new Set(opened.map(({ part }) => part)).size < ALIKE_BREAKERS) return false;
  const since = Math.min(...opened.map((each) => each.since));
  return !successes.some((success) => isWithin(scope, success.where, where) && success.readyAt > since);
}
