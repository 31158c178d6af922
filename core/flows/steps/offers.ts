import type { Offer } from "../../claims/match.ts";
import type { ClaimRequest } from "../../model/claim.ts";
import { MATCH_POOLS_MAX } from "../../model/limits.ts";
import type { Ports } from "../../ports/ports.ts";

/** The pool that a request names, or every pool there is, with its template: pools are remembered, templates are immutable. */
export async function offersFor(
  ports: Pick<Ports, "pools" | "templates">,
  { pool: named }: ClaimRequest,
): Promise<readonly Offer[]> {
  const one = named === undefined ? undefined : await ports.pools.recall(named);
  const pools = one ? [one] : await ports.pools.list();
  const found = pools.slice(0, MATCH_POOLS_MAX).map(async (pool) => {
    const template = await ports.templates.find(pool.template.name, pool.template.version);
    return template ? [{ pool, template }] : [];
  });
  return (await Promise.all(found)).flat();
}
