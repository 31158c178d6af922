import { affordable, inAll } from "../model/money.ts";
import { type Reason, reason } from "../model/reason.ts";
import type { Snapshot } from "./snapshot.ts";
import { countsToCeiling, promised } from "./stock.ts";

/** How many more instances the pool may hold, by how many it holds more than it may, and which ceiling is near.
 *  Money counts every instance at its running price: any of them may be handed over the next second. */
export function roomBelowCeiling({ pool, template, stock, ledger }: Snapshot): {
  readonly room: number;
  readonly excess: number;
  readonly reasons: readonly Reason[];
} {
  const live = stock.filter(countsToCeiling).length + promised(ledger.intents);
  const { instances: max, usdPerHour: maxUsdPerHour } = pool.max;
  const upTo = (most: number, why: Reason) => ({
    room: Math.max(0, most - live),
    excess: Math.max(0, live - most),
    reasons: [why],
  });
  const byCount = upTo(max, reason("ceiling-instances", { max, live }));
  if (maxUsdPerHour === undefined) return byCount;

  const price = template.usdPerHour?.running;
  if (price === undefined)
    return { ...byCount, room: 0, reasons: [reason("price-unknown", { maxUsdPerHour, template: template.name })] };
  const paid = affordable(maxUsdPerHour, price);
  const usdPerHour = inAll(live, price);
  return paid < max ? upTo(paid, reason("ceiling-money", { maxUsdPerHour, usdPerHour })) : byCount;
}
