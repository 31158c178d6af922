import type { Tier } from "../../../events/tiers.ts";
import { type PoolId, SPREAD_FIRST, spread, spreadAfter } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { WALK_PAGES_MAX } from "../../model/limits.ts";
import type { StateIndex } from "../../model/state-index.ts";
import type { Ports } from "../../ports/ports.ts";

/** Reads a state index page by page, from a point of the spread to its end and then from its beginning to that point again.
 *  Whoever finds what it wants stops reading. */
export async function* walk(
  ports: Pick<Ports, "instances">,
  stateIndex: { readonly pool: PoolId; readonly stateIndex: StateIndex; readonly tier: Tier },
  from: string,
  limit: number,
): AsyncGenerator<readonly Instance[]> {
  let offering = from;
  let wentRound = false;
  for (let pages = 0; pages < WALK_PAGES_MAX; pages += 1) {
    const page = await ports.instances.listByState({ ...stateIndex, from: offering, limit });
    yield wentRound ? page.filter(({ id }) => spread(id) < from) : page;
    const last = page.length < limit ? undefined : page.at(-1);
    if (last) offering = spreadAfter(last.id);
    else if (wentRound || from === SPREAD_FIRST) return;
    else [offering, wentRound] = [SPREAD_FIRST, true];
    if (wentRound && offering >= from) return;
  }
}
