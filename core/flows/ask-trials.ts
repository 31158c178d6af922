import type { Action } from "../model/action.ts";
import type { PoolId } from "../model/ids.ts";
import { CHECK_POOLS_MAX } from "../model/limits.ts";
import type { StockRow } from "../model/state-index.ts";
import type { Instant } from "../model/time.ts";
import type { Ports } from "../ports/ports.ts";

/** Tries the permissions that the API itself takes for each pool, and asks for a trial by the function that has the rest. Answers of
 *  which pools, and when: what is found is kept, and is of then or later. */
export async function askTrials(
  ports: Pick<Ports, "clock" | "pools" | "instances" | "actions" | "dryRuns" | "trials">,
): Promise<{ readonly at: Instant; readonly pools: readonly PoolId[] }> {
  const at = ports.clock.now();
  const pools = (await ports.pools.list()).filter(({ draining }) => !draining).slice(0, CHECK_POOLS_MAX);
  const asked = pools.map(async ({ id }): Promise<Action> => {
    const [one] = (await ports.instances.stock(id)).filter(isThere);
    const tried = one ? await ports.dryRuns.handOver(one.id, { type: one.type }) : [];
    await ports.trials.keep({ pool: id, by: "api", at, tried });
    return { do: "dry-run", pool: id, cause: `checkup:${at}`, ...(one && { instance: one.id }) };
  });
  await ports.actions.enqueue(await Promise.all(asked));
  return { at, pools: pools.map(({ id }) => id) };
}

/** EC2 knows it, and will for a while. */
const isThere = ({ state, suspectSince }: StockRow): boolean =>
  state !== "retiring" && state !== "launching" && suspectSince === undefined;
