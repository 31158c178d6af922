import { affordable } from "../model/money.ts";
import { type Reason, reason } from "../model/reason.ts";
import { DAYS_MIN, type Model } from "./refit.ts";
import type { Wanted } from "./today.ts";

/** What holds a target whatever is forecast. Ceilings win over floors. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Set for this time by a calendar or a schedule. */
  readonly floor?: number;
  /** USD an hour for the whole pool, and of one running instance. A ceiling without a price allows nothing. */
  readonly maxUsdPerHour?: number;
  readonly usdPerHour?: number;
}

/** A pool's target, and why. */
export interface Target {
  readonly stock: number;
  readonly reasons: readonly Reason[];
}

/** The stock wanted, within the pool's bounds, with every step of the way as a reason. */
export function targetOf(model: Model, wanted: Wanted, bounds: Bounds): Target {
  let stock = wanted.stock;
  const reasons = [...basisOf(model, wanted)];
  const { min, max, floor = 0, maxUsdPerHour, usdPerHour } = bounds;
  if (floor > stock) {
    stock = floor;
    reasons.push(reason("target-floor", { floor }));
  }
  if (min > stock) {
    stock = min;
    reasons.push(reason("target-min", { min }));
  }
  if (stock > max) {
    stock = max;
    reasons.push(reason("target-max", { max }));
  }
  if (maxUsdPerHour !== undefined) {
    const paid = usdPerHour === undefined ? 0 : affordable(maxUsdPerHour, usdPerHour);
    if (stock > paid) {
      stock = paid;
      reasons.push(reason("target-money", { affordable: paid, maxUsdPerHour }));
    }
  }
  return { stock, reasons };
}

function basisOf({ basis, aim, backTest, holdMinutes }: Model, { stock, best, level }: Wanted): readonly Reason[] {
  const held = stock > best ? [reason("forecast-held", { held: stock, minutes: holdMinutes })] : [];
  switch (basis) {
    case "history-short":
      return [reason("history-short", { days: DAYS_MIN }), ...held];
    case "back-test-worse":
      return [
        reason("back-test-worse", { days: backTest?.days ?? 0, costRatio: hundredths(backTest?.costRatio ?? 0) }),
        ...held,
      ];
    case "forecast":
      return [
        reason("forecast-demand", {
          level: hundredths(level),
          leadSeconds: aim.leadSeconds,
          stock: best,
          hitPercent: hundredths(100 * aim.hit),
        }),
        ...held,
      ];
  }
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
