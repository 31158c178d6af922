import * as z from "zod";
import { POOL_ID, type PoolId } from "../../core/model/ids.ts";
import { LIST_READS_MAX } from "../../core/model/limits.ts";
import { parseJson } from "../../events/contract.ts";

/** The position of a list: behind an item's key `after` in a pool, or at the pool's beginning. */
export interface Position {
  readonly pool: PoolId;
  readonly after?: string;
}

/** A list over pools, and the part of it that is asked for. */
export interface Walk<Item> {
  readonly pools: readonly PoolId[];
  /** What orders the items of a pool, and what an item keeps for as long as it is there. */
  keyOf(item: Item): string;
  /** At most `limit` items of a pool in the order of their keys, behind `after`. Fewer than `limit`: the pool's end. */
  read(pool: PoolId, from: { readonly after?: string; readonly limit: number }): Promise<readonly Item[]>;
  keeps(item: Item): boolean;
  readonly limit: number;
  readonly from?: Position;
}

/** One page of a list, pool by pool and by key within. What is kept throughout is met exactly once, and nothing twice, whatever
 *  comes and goes between the pages: a position is a key, not a number. A page may be short, or empty, and still have a next
 * position: one request reads at most LIST_READS_MAX times. No position: the list's end. */
export async function paged<Item>({
  pools,
  keyOf,
  read,
  keeps,
  limit,
  from,
}: Walk<Item>): Promise<{ readonly items: readonly Item[]; readonly position?: Position }> {
  const inOrder = pools.toSorted();
  const startOf = (pool: PoolId | undefined): Position | undefined => (pool === undefined ? pool : { pool });
  const items: Item[] = [];
  let position = from ?? startOf(inOrder[0]);
  for (let reads = 0; position && items.length < limit && reads < LIST_READS_MAX; reads += 1) {
    const { pool, after }: Position = position;
    const rows = await read(pool, { limit, ...(after !== undefined && { after }) });
    const taken = upTo(rows, limit - items.length, keeps);
    items.push(...taken.filter(keeps));
    const last = taken.at(-1);
    const isEnd = rows.length < limit && taken.length === rows.length;
    position =
      isEnd || last === undefined ? startOf(inOrder.find((each) => each > pool)) : { pool, after: keyOf(last) };
  }
  return { items, ...(position && { position }) };
}

/** The rows up to the one that fills the room. */
function upTo<Item>(rows: readonly Item[], room: number, keeps: (item: Item) => boolean): readonly Item[] {
  let kept = 0;
  const full = rows.findIndex((row) => {
    kept += keeps(row) ? 1 : 0;
    return kept === room;
  });
  return full < 0 ? rows : rows.slice(0, full + 1);
}

export type ListName = "instances" | "claims" | "pools" | "templates";

/** More characters than any key has: a claim's, which is its turn, has 42. */
const KEY_CHARS_MAX = 64;

/** What a marker says, as text. A marker of an older version, should there be another one day, is distinguished from garbage by `v`. */
const written = z.strictObject({
  v: z.literal(1),
  list: z.enum(["instances", "claims", "pools", "templates"]),
  pool: z.string().regex(POOL_ID),
  after: z.string().min(1).max(KEY_CHARS_MAX).optional(),
});

/** A position as opaque text that another process, or another day, can go on from. */
export const markerOf = (list: ListName, { pool, after }: Position): string =>
  Buffer.from(JSON.stringify({ v: 1, list, pool, after })).toString("base64url");

/** The position that a marker of this list encodes; undefined: {@link markerOf} did not write it for this list. */
export function positionOf(list: ListName, marker: string): Position | undefined {
  const { success, data } = written.safeParse(parseJson(Buffer.from(marker, "base64url").toString()));
  if (!success || data.list !== list) return undefined;
  const position = { pool: data.pool, ...(data.after !== undefined && { after: data.after }) };
  return markerOf(list, position) === marker ? position : undefined;
}
