import { surfaceOf } from "../../events/overrides/surfaces.ts";
import type { OverrideName } from "../../events/overrides/table.ts";
import type { ClaimRequest } from "../model/claim.ts";
import { askedFor } from "../model/overrides.ts";
import type { Pool } from "../model/pool.ts";
import { type Template, zonesIn } from "../model/template.ts";
import { forbidden } from "./allowed.ts";

/** A pool with the template it launches from. */
export interface Offer {
  readonly pool: Pool;
  readonly template: Template;
}

/** The pools that can serve the request, or which field of it none of them can meet and what there is instead. */
export type Match =
  | { readonly kind: "offers"; readonly offers: readonly Offer[] }
  | {
      readonly kind: "none";
      readonly field: keyof ClaimRequest;
      readonly value: string;
      readonly have: readonly string[];
      /** Left out: ask for one of those there are. */
      readonly fix?: string;
    };

/** The criteria in the order they narrow, each with what an offer holds for it. */
const REQUESTABLE = [
  ["pool", ({ pool }: Offer) => [pool.id]],
  ["region", ({ pool }: Offer) => [pool.region]],
  ["image", ({ pool, template }: Offer) => [template.images[pool.region] ?? []].flat()],
  ["az", ({ pool, template }: Offer) => zonesIn(template, pool.region)],
  ["type", ({ template }: Offer) => template.types],
] as const satisfies readonly (readonly [keyof ClaimRequest, (offer: Offer) => readonly string[]])[];

/** Narrows the offers field by field; the field that leaves none is the one reported. */
export function match(request: ClaimRequest, offers: readonly Offer[]): Match {
  let left = offers;
  for (const [field, held] of REQUESTABLE) {
    const value = request[field];
    if (value === undefined) continue;
    const narrowed = left.filter((offer) => held(offer).includes(value));
    if (narrowed.length === 0) return { kind: "none", field, value, have: [...new Set(left.flatMap(held))].sort() };
    left = narrowed;
  }
  const allowed = left.filter(({ pool }) => forbidden(request, pool) === undefined);
  const barred = allowed.length === 0 ? left.flatMap(({ pool }) => forbidden(request, pool) ?? []) : [];
  const [first] = barred;
  if (first) {
    const { field, value, under } = first;
    const have = [...new Set(barred.flatMap(({ have }) => have))].sort();
    const fix = `${have.length > 0 ? `ask for ${have.join(", ")}, or ` : ""}have an engineer name it under allows.${under} of a pool`;
    return { kind: "none", field, value, have, fix };
  }
  const able = allowed.filter(({ template }) => unmakeable(request, template) === undefined);
  const never = able.length === 0 && allowed[0] && unmakeable(request, allowed[0].template);
  if (never) return { kind: "none", have: [], ...never };
  return { kind: "offers", offers: able.toSorted((a, b) => (a.pool.id < b.pool.id ? -1 : 1)) };
}

/** The first requested override that no instance of a template can be configured with, and what to do about it. */
function unmakeable(
  request: ClaimRequest,
  { evidence, os }: Template,
): { readonly field: OverrideName; readonly value: string; readonly fix: string } | undefined {
  const maker = { os, hasAgent: evidence["handing-over"].by === "signals" };
  for (const field of askedFor(request)) {
    const why = surfaceOf(field).unmakeable?.(request[field], maker);
    if (why) return { field, ...why };
  }
  return undefined;
}
