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
  const usdPerHour = micros(live * price) / MICROS;
  const affordable = Math.floor(micros(maxUsdPerHour) / micros(price));
  return affordable < max ? upTo(affordable, reason("ceiling-money", { maxUsdPerHour, usdPerHour })) : byCount;
}

/** Money is compared in millionths of a dollar: in binary fractions 0.3 does not hold 0.1 three times. */
const MICROS = 1_000_000;
const micros = (usd: number): number => Math.round(usd * MICROS);
