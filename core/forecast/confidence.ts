import type { DemandDay } from "../model/demand.ts";
import type { BackTest } from "../model/forecast.ts";
import { DAY_BINS } from "./history.ts";

/** How far a forecast can be relied on: `none` where a fixed size is kept instead, `low` before there is a week to test on. */
export interface Confidence {
  readonly level: "none" | "low" | "fair" | "high";
  /** Between which parts of the claims the back-test's hits lie with 95 %, were each claim independent of the others. */
  readonly hitRate?: { readonly low: number; readonly high: number };
}

const FAIR_DAYS = 7;
const HIGH_DAYS = 14;
/** What a forecast that is sure of itself costs of a fixed size, at most. */
const HIGH_COST = 0.9;
/** Of a normal distribution, for 95 %. */
const SIGMAS = 1.96;

/** What a back-test is worth; undefined: there was none. */
export function confidenceIn(basis: string, test: BackTest | undefined): Confidence {
  const hitRate = test && wilson(test.hitRate, test.claims);
  const known = { ...(hitRate && { hitRate }) };
  if (basis !== "forecast") return { level: "none", ...known };
  if (!test || test.days < FAIR_DAYS) return { level: "low", ...known };
  return { level: test.days >= HIGH_DAYS && test.costRatio <= HIGH_COST ? "high" : "fair", ...known };
}

/** Wilson's interval, which is one with few claims and at 100 % too. */
function wilson(part: number, of: number): { low: number; high: number } | undefined {
  if (of === 0) return undefined;
  const z2 = SIGMAS ** 2 / of;
  const middle = (part + z2 / 2) / (1 + z2);
  const reach = (SIGMAS * Math.sqrt((part * (1 - part)) / of + z2 / (4 * of))) / (1 + z2);
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** What really came of the days under a forecast. */
export interface Lately {
  readonly days: number;
  readonly claims: number;
  readonly misses: number;
}

/** The bins in which a forecast's target was in force. */
export function lately(days: readonly DemandDay[]): Lately {
  let [claims, misses, bins] = [0, 0, 0];
  for (const day of days)
    for (const [slot, target] of day.targets.entries()) {
      if (target < 0) continue;
      bins += 1;
      claims += day.claims[slot]!;
      misses += day.misses[slot]!;
    }
  return { days: Math.round((bins / DAY_BINS) * 10) / 10, claims, misses };
}
