import { TIERS } from "../../../events/tiers.ts";
import { choose, NEARLY_READY } from "../../claims/choose.ts";
import type { Stock } from "../../claims/fallback-chain.ts";
import type { Offer } from "../../claims/match.ts";
import type { Claim } from "../../model/claim.ts";
import { spread } from "../../model/ids.ts";
import type { Instance, State } from "../../model/instance.ts";
import { CANDIDATES_CHOSEN_MAX, FALLBACK_PAGES_MAX } from "../../model/limits.ts";
import { closedFor, type UnavailableOffering } from "../../model/offering.ts";
import type { Ports } from "../../ports/ports.ts";
import { walk } from "./walk.ts";

/** What a pool has for a claim that EC2 had no capacity for: all state indexes at once, each up to a page in which something is open, or
 *  FALLBACK_PAGES_MAX. */
export async function readStock(
  ports: Pick<Ports, "clock" | "instances">,
  claim: Claim,
  { pool, template }: Offer,
  unavailable: readonly UnavailableOffering[],
): Promise<Stock<Instance>> {
  const closed = closedFor(unavailable, pool.id, ports.clock.now());
  const tiers = TIERS.filter((tier) => pool.target[tier] > 0);
  const read = async (states: readonly State[]): Promise<readonly Instance[]> => {
    const stateIndexes = states.flatMap((stateIndex) => tiers.map((tier) => ({ pool: pool.id, stateIndex, tier })));
    const found = await Promise.all(stateIndexes.map((stateIndex) => firstPages(stateIndex)));
    return found.flat();
  };
  const firstPages = async (stateIndex: Parameters<typeof walk>[1]): Promise<readonly Instance[]> => {
    const rows: Instance[] = [];
    let pages = 0;
    for await (const page of walk(ports, stateIndex, spread(claim.id), CANDIDATES_CHOSEN_MAX)) {
      rows.push(...page);
      pages += 1;
      const { open } = choose(page, claim, { types: template.types, closed });
      if (open.length > 0 || pages === FALLBACK_PAGES_MAX) break;
    }
    return rows;
  };
  const [warm, almostWarm] = await Promise.all([read(["warm"]), read(NEARLY_READY)]);
  return { pool, template, closed, warm, almostWarm };
}
