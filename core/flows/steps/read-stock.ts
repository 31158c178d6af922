import { choose, NEARLY_READY } from "../../claims/choose.ts";
import type { Stock } from "../../claims/ladder.ts";
import type { Offer } from "../../claims/match.ts";
import { closedFor, type Wall } from "../../model/capacity.ts";
import type { Claim } from "../../model/claim.ts";
import { spread } from "../../model/ids.ts";
import type { Instance, State } from "../../model/instance.ts";
import { CANDIDATES_CHOSEN_MAX, LADDER_PAGES_MAX } from "../../model/limits.ts";
import { TIERS } from "../../model/pool.ts";
import type { Ports } from "../../ports/ports.ts";
import { walk } from "./walk.ts";

/** What a pool has for a claim that EC2 had no capacity for: all drawers at once, each up to a page in which something is open, or
 *  LADDER_PAGES_MAX. */
export async function readStock(
  ports: Pick<Ports, "clock" | "instances">,
  claim: Claim,
  { pool, template }: Offer,
  walls: readonly Wall[],
): Promise<Stock<Instance>> {
  const closed = closedFor(walls, pool.id, ports.clock.now());
  const tiers = TIERS.filter((tier) => pool.target[tier] > 0);
  const read = async (states: readonly State[]): Promise<readonly Instance[]> => {
    const drawers = states.flatMap((drawer) => tiers.map((tier) => ({ pool: pool.id, drawer, tier })));
    const found = await Promise.all(drawers.map((drawer) => firstPages(drawer)));
    return found.flat();
  };
  const firstPages = async (drawer: Parameters<typeof walk>[1]): Promise<readonly Instance[]> => {
    const rows: Instance[] = [];
    let pages = 0;
    for await (const page of walk(ports, drawer, spread(claim.id), CANDIDATES_CHOSEN_MAX)) {
      rows.push(...page);
      pages += 1;
      const { open } = choose(page, claim, { types: template.types, closed });
      if (open.length > 0 || pages === LADDER_PAGES_MAX) break;
    }
    return rows;
  };
  const [warm, near] = await Promise.all([read(["warm"]), read(NEARLY_READY)]);
  return { pool, template, closed, warm, near };
}
