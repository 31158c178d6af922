import type { PoolId } from "../../core/model/ids.ts";
import type { ApiPorts } from "./api-ports.ts";
import { notFound } from "./failure.ts";
import { type ListName, markerOf, paged, type Walk } from "./pager.ts";
import { positionIn } from "./query.ts";

interface Asked {
  /** Left out: all pools. */
  readonly pool?: PoolId | undefined;
  readonly limit: number;
  readonly marker?: string | undefined;
}

/** One page of what pools hold, as a query asks for it, and the marker of the next; none: the end. A pool younger than
 *  POOL_AGE_MAX_MS may be met only by the next list. */
export async function listed<Item>(
  { pools }: Pick<ApiPorts, "pools">,
  list: ListName,
  { pool, limit, marker }: Asked,
  how: Pick<Walk<Item>, "keyOf" | "read" | "keeps">,
): Promise<{ readonly items: readonly Item[]; readonly marker?: string }> {
  if (pool !== undefined && !(await pools.recall(pool))) throw notFound("pool", pool);
  const from = positionIn(list, marker, pool);
  const ids = pool === undefined ? (await pools.list()).map(({ id }) => id) : [pool];
  const { items, position } = await paged<Item>({ ...how, pools: ids, limit, ...(from && { from }) });
  return { items, ...(position && { marker: markerOf(list, position) }) };
}
