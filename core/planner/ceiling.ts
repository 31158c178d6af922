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
  const { instances: max, usdPerHour: maxUsdPerHour } = pool.max;
  const byCount = { room: Math.max(0, max - live), reasons: [reason("ceiling-instances", { max, live })] };
  if (maxUsdPerHour === undefined) return byCount;

  const price = template.usdPerHour?.running;
  if (price === undefined)
    return { room: 0, reasons: [reason("price-unknown", { maxUsdPerHour, template: template.name })] };
  const usdPerHour = micros(live * price) / MICROS;
  const affordable = Math.max(0, Math.floor(micros(maxUsdPerHour) / micros(price)) - live);
  return affordable < byCount.room
    ? { room: affordable, reasons: [reason("ceiling-money", { maxUsdPerHour, usdPerHour })] }
    : byCount;
}

/** Money is compared in millionths of a dollar: in binary fractions 0.3 does not hold 0.1 three times. */
const MICROS = 1_000_000;
const micros = (usd: number): number => Math.round(usd * MICROS);
