import { perTier, TIERS, type Tier } from "../../events/tiers.ts";
import { mainTier, type Pool } from "../model/pool.ts";

/** A stock by tier: the others keep what the pool's file gives them, the fastest first, as far as the stock goes; the main one has the rest. */
export function byTier(pool: Pick<Pool, "target">, stock: number): Readonly<Record<Tier, number>> {
  const main = mainTier(pool);
  let left = stock;
  const others = TIERS.filter((tier) => tier !== main).map((tier): [Tier, number] => {
    const kept = Math.min(left, pool.target[tier]);
    left -= kept;
    return [tier, kept];
  });
  const kept = Object.fromEntries(others);
  return perTier((tier) => (tier === main ? left : (kept[tier] ?? 0)));
}
