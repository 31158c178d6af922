import { mainTier, type Pool, TIERS, type Tier } from "../model/pool.ts";

/** A stock by tier: the others keep what the pool's file gives them, the fastest first, as far as the stock goes; the main one has the rest. */
export function byTier(pool: Pick<Pool, "target">, stock: number): Readonly<Record<Tier, number>> {
  const main = mainTier(pool);
  let left = stock;
  const others = TIERS.filter((tier) => tier !== main).map((tier): [Tier, number] => {
    const kept = Math.min(left, pool.target[tier]);
    left -= kept;
    return [tier, kept];
  });
  return { running: 0, hibernated: 0, stopped: 0, ...Object.fromEntries(others), [main]: left };
}
