import type { ClaimRequest } from "../model/claim.ts";
import type { Pool } from "../model/pool.ts";
import { type Template, zonesIn } from "../model/template.ts";

/** A pool with the template it launches from. */
export interface Offer {
  readonly pool: Pool;
  readonly template: Template;
}

/** The pools that can serve the request, or which wish none of them can meet and what there is instead. */
export type Match =
  | { readonly kind: "offers"; readonly offers: readonly Offer[] }
  | {
      readonly kind: "none";
      readonly field: keyof ClaimRequest;
      readonly value: string;
      readonly have: readonly string[];
    };

/** The wishes in the order they narrow, each with what an offer holds for it. */
const WISHES = [
  ["pool", ({ pool }: Offer) => [pool.id]],
  ["region", ({ pool }: Offer) => [pool.region]],
  ["image", ({ pool, template }: Offer) => [template.images[pool.region] ?? []].flat()],
  ["az", ({ pool, template }: Offer) => zonesIn(template, pool.region)],
  ["type", ({ template }: Offer) => template.types],
] as const satisfies readonly (readonly [keyof ClaimRequest, (offer: Offer) => readonly string[]])[];

/** Narrows the offers wish by wish; the wish that leaves none is the one told. */
export function match(request: ClaimRequest, offers: readonly Offer[]): Match {
  let left = offers;
  for (const [field, held] of WISHES) {
    const value = request[field];
    if (value === undefined) continue;
    const narrowed = left.filter((offer) => held(offer).includes(value));
    if (narrowed.length === 0) return { kind: "none", field, value, have: [...new Set(left.flatMap(held))].sort() };
    left = narrowed;
  }
  return { kind: "offers", offers: left.toSorted((a, b) => (a.pool.id < b.pool.id ? -1 : 1)) };
}
