import { BIN_SECONDS, DAY_BINS } from "../../core/forecast/history.ts";
import { HISTORY_DAYS, type Model, refit } from "../../core/forecast/refit.ts";
import { today } from "../../core/forecast/today.ts";
import type { Aim } from "../../core/model/forecast.ts";
import type { Counted, Policy } from "./base-stock.ts";

/** The stock before there is a whole day to learn from. */
export const FIRST_DAY_STOCK = 3;

/** What was counted in the days before a bin that a refit reads, and the first bin of them. */
export function countedBefore(bin: number, { claims, moments, misses }: Counted) {
  const firstBin = Math.max(0, bin - HISTORY_DAYS * DAY_BINS);
  return {
    firstBin,
    claims: claims.subarray(firstBin, bin),
    moments: moments.subarray(firstBin, bin),
    misses: misses.subarray(firstBin, bin),
  };
}

/** The forecast as the plane runs it: fitted at each midnight, asked with the claims counted so far. */
export function forecastPolicy(
  days: number,
  aim: Aim,
  onRefit: (model: Model, nightMs: number) => void,
  now: () => number,
): Policy {
  const targets = new Float64Array(days * DAY_BINS).fill(-1);
  const falls = new Float64Array(days * DAY_BINS);
  let day: ReturnType<typeof today> | undefined;
  let model: Model | undefined;
  let before = FIRST_DAY_STOCK;
  let open = 0;
  return (second, counted) => {
    const { claims } = counted;
    const bin = Math.floor(second / BIN_SECONDS);
    const isNew = bin > open;
    if (isNew) day?.close(claims[open]!);
    open = bin;
    if (isNew && bin % DAY_BINS === 0) {
      const history = countedBefore(bin, counted);
      const from = history.firstBin;
      const begun = now();
      model = refit(
        { ...history, targets: targets.subarray(from, bin), falls: falls.subarray(from, bin) },
        aim,
        model?.carried,
      );
      onRefit(model, now() - begun);
      day = today(model, day?.held());
    }
    const target = day?.wanted(second % BIN_SECONDS, claims[bin]!).stock ?? FIRST_DAY_STOCK;
    if (target < before) falls[bin]! += before - target;
    before = target;
    targets[bin] = Math.max(targets[bin]!, target);
    return target;
  };
}
