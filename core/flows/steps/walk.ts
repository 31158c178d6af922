import type { Drawer } from "../../model/bins.ts";
import { type PoolId, SPREAD_FIRST, spread, spreadAfter } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { WALK_PAGES_MAX } from "../../model/limits.ts";
import type { Tier } from "../../model/pool.ts";
import type { Ports } from "../../ports/ports.ts";

/** Reads a drawer page by page, from a place of the spread to its end and then from its beginning to that place again.
 *  Whoever finds what it wants stops reading. */
export async function* walk(
  ports: Pick<Ports, "instances">,
  drawer: { readonly pool: PoolId; readonly drawer: Drawer; readonly tier: Tier },
  from: string,
  limit: number,
): AsyncGenerator<readonly Instance[]> {
  let place = from;
  let wentRound = false;
  for (let pages = 0; pages < WALK_PAGES_MAX; pages += 1) {
    const page = await ports.instances.drawn({ ...drawer, from: place, limit });
    yield wentRound ? page.filter(({ id }) => spread(id) < from) : page;
    const last = page.length < limit ? undefined : page.at(-1);
    if (last) place = spreadAfter(last.id);
    else if (wentRound || from === SPREAD_FIRST) return;
    else [place, wentRound] = [SPREAD_FIRST, true];
    if (wentRound && place >= from) return;
  }
}
