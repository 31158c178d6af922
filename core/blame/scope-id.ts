import type { BreakerScope } from "../model/blame/blame.ts";
import type { BlameBreaker, Where } from "../model/blame/ledger.ts";

/** The id that distinguishes the parts of one scope, in the ledger of a region. An offering is the same for all pools. */
export function scopeId(scope: BreakerScope, { region, pool, template, offering }: Where): string {
  switch (scope) {
    case "offering":
      return `${region}/${offering}`;
    case "template":
      return `${region}/${pool}/${template}`;
    case "pool":
      return `${region}/${pool}`;
    case "region":
      return region;
  }
}

export const isWithin = (scope: BreakerScope, one: Where, other: Where): boolean =>
  scopeId(scope, one) === scopeId(scope, other);

/** Whether a breaker is about what is launched there. */
export const covers = ({ scope, where }: Pick<BlameBreaker, "scope" | "where">, there: Where): boolean =>
  isWithin(scope, where, there);

/** The availability zone of an offering. */
export const zoneOf = ({ offering }: Pick<Where, "offering">): string => offering.split("/", 1)[0] ?? offering;
