import { surfaceOf } from "../../events/overrides/surfaces.ts";
import type { OverrideName } from "../../events/overrides/table.ts";
import type { ClaimRequest } from "../model/claim.ts";
import { askedFor } from "../model/overrides.ts";
import type { Pool } from "../model/pool.ts";

/** What a request asks for and a pool does not allow, and what it allows instead. */
export interface Forbidden {
  readonly field: OverrideName;
  readonly value: string;
  readonly have: readonly string[];
  /** What an engineer may name it under, in the pool's `allows`. */
  readonly under: string;
}

/** The first override that the request asks for and the pool does not allow: a pool that says nothing allows nothing, so that nobody gets
 *  by a claim what the engineer did not give. */
export function forbidden(request: ClaimRequest, { allows = {} }: Pick<Pool, "allows">): Forbidden | undefined {
  const given: Readonly<Record<string, unknown>> = allows;
  for (const field of askedFor(request)) {
    const { allowance } = surfaceOf(field);
    const value = allowance?.forbidden(request[field], given[allowance.field]);
    if (allowance && value !== undefined)
      return { field, value, have: allowance.texts(given[allowance.field]), under: allowance.field };
  }
  return undefined;
}
