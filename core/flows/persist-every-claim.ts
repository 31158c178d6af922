import { pageOf, pagesOf } from "../../events/pages.ts";
import { turnOf } from "../model/claim.ts";
import type { PoolId } from "../model/ids.ts";
import { spread } from "../model/ids.ts";
import { PAGE_MAX } from "../model/limits.ts";
import { PERSISTENT_LOOK_MS, PERSISTENT_PAGES_MAX } from "../model/persistent-limits.ts";
import { type Instant, MINUTE_MS } from "../model/time.ts";
import type { Ports } from "../ports/ports.ts";
import { forEvery } from "./steps/for-every.ts";

type EveryPorts = Pick<Ports, "clock" | "pools" | "claims" | "actions">;

/** Has every persistent claim looked after that no message may have reached: of each pool once in PERSISTENT_LOOK_MS, on a minute of its own. A pool that
 *  fails keeps no other from it. */
export async function persistEveryClaim(ports: EveryPorts): Promise<{ readonly kind: "requested" }> {
  const now = ports.clock.now();
  const due = (await ports.pools.list()).filter(({ id }) => isTurnOf(id, now));
  await forEvery(due, ({ id }) => keepPool(ports, id, now));
  return { kind: "requested" };
}

async function keepPool(ports: EveryPorts, pool: PoolId, now: Instant): Promise<void> {
  const cause = `tick:${now}`;
  const read = async (after?: string) => {
    const page = await ports.claims.persistent(pool, { limit: PAGE_MAX, ...(after !== undefined && { after }) });
    return pageOf(page, PAGE_MAX, turnOf);
  };
  for await (const claims of pagesOf(read, PERSISTENT_PAGES_MAX))
    await ports.actions.enqueue(claims.map(({ id }) => ({ do: "persist", claim: id, cause })));
}

const MINUTES = PERSISTENT_LOOK_MS / MINUTE_MS;
const isTurnOf = (pool: PoolId, now: Instant): boolean =>
  Math.floor(now / MINUTE_MS) % MINUTES === Number.parseInt(spread(pool), 16) % MINUTES;
