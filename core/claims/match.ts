import type { ClaimRequest } from "../model/claim.ts";
import type { Pool } from "../model/pool.ts";
import { type Template, zonesIn } from "../model/template.ts";
import { ALLOWANCES, forbidden } from "./allowed.ts";

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
      /** Left out: ask for one of those there are. */
      readonly fix?: string;
    };

/** The wishes in the order they narrow, each with what an offer holds for it. */
const REQUESTABLE = [
  ["pool", ({ pool }: Offer) => [pool.id]],
  ["region", ({ pool }: Offer) => [pool.region]],
  ["image", ({ pool, template }: Offer) => [template.images[pool.region] ?? []].flat()],
  ["az", ({ pool, template }: Offer) => zonesIn(template, pool.region)],
  ["type", ({ template }: Offer) => template.types],
] as const satisfies readonly (readonly [keyof ClaimRequest, (offer: Offer) => readonly string[]])[];

/** Narrows the offers wish by wish; the desired state that leaves none is the one told. */
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
    const have = [...new Set(barred.flatMap(({ have }) => have))].sort();
    const fix = `${have.length > 0 ? `ask for ${have.join(", ")}, or ` : ""}have an engineer name it under allows.${ALLOWANCES[first.field]} of a pool`;
    return { kind: "none", ...first, have, fix };
  }
  const able = allowed.filter(({ template }) => barToAccess(request, template) === undefined);
  const fix = able.length === 0 && allowed[0] && barToAccess(request, allowed[0].template);
  if (fix) return { kind: "none", field: "access", value: request.access?.kind ?? "", have: [], fix };
  return { kind: "offers", offers: able.toSorted((a, b) => (a.pool.id < b.pool.id ? -1 : 1)) };
}

/** Why no instance of a template could make the access that is asked for, and what to do about it. */
function barToAccess({ access }: ClaimRequest, { evidence, os }: Template): string | undefined {
  if (!access) return undefined;
  if (evidence["handing-over"].by !== "signals")
    return "it is made by an agent on the instance: have an engineer name what the template's verify needs";
  return os === "windows" && access.kind === "ssh-key" ? "ask for a password: Windows takes no key here" : undefined;
}
