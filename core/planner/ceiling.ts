import { type Reason, reason } from "../model/reason.ts";
import type { Snapshot } from "./snapshot.ts";
import { countsToCeiling, promised } from "./stock.ts";

/** How many more instances the pool may hold, and which ceiling is near.
 *  Money counts every instance at its running price: any of them may be handed over the next second. */
export function roomBelowCeiling({ pool, template, stock, ledger }: Snapshot): {
  room: number;
  reasons: readonly Reason[];
} {
  const live = stock.filter(countsToCeiling).length + promised(ledger.intents);
  const byCount = pool.max.instances - live;
  const price = template.usdPerHour?.running;
  const { usdPerHour: maxUsd } = pool.max;
  const byMoney = maxUsd === undefined || !price ? Number.POSITIVE_INFINITY : Math.floor(maxUsd / price) - live;
  const why =
    byMoney < byCount
      ? reason("ceiling-money", { maxUsdPerHour: maxUsd ?? 0, usdPerHour: live * (price ?? 0) })
      : reason("ceiling-instances", { max: pool.max.instances, live });
  return { room: Math.max(0, Math.min(byCount, byMoney)), reasons: [why] };
}
