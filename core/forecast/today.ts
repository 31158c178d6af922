import type { BestStock } from "../model/demand.ts";
import { mixed } from "./blend.ts";
import { stockAt } from "./curve.ts";
import { advance, copyOf, describeBin, FEATURES, type Level } from "./features.ts";
import { BIN_SECONDS, DAY_BINS } from "./history.ts";
import { wholeStock } from "./hold.ts";
import type { Model } from "./refit.ts";
import { SEASONS } from "./seasons.ts";

/** One day under a model: it is told the claims as they are counted, and says what stock is wanted now. */
export interface Today {
  /** What is wanted `second` seconds into the bin now open, of which `claims` claims are known. Ask in order of time. */
  wanted(second: number, claims: number): Wanted;
  /** Ends the open bin. `best`: the highest that was best in it, of a bin that nobody asks about again. */
  close(claims: number, best?: number): void;
}

/** The stock wanted, before the pool's bounds. */
export interface Wanted {
  /** To keep: what is best now, or what was within the hold. */
  readonly stock: number;
  /** What is best now. */
  readonly best: number;
  /** The demand forecast for a lead time, in claims. */
  readonly level: number;
}

/** Begins the day; `bin` of it is the first to be asked for, and `earlier` what was wanted before, by seconds of this day (negative before
 *  midnight). */
export function today(
  model: Model,
  earlier: readonly BestStock[] = [],
): Today & { readonly held: () => readonly BestStock[] } {
  const level = copyOf(model.level);
  const row = new Float64Array(FEATURES);
  let bin = 0;
  let held = [...earlier];
  // A model that is asked past its season takes it once more.
  const season = (): number => (bin * SEASONS) % model.season.length;
  const forecastTarget = (): number => model.season[season()]!;
  const note = (now: number, best: number): void => {
    held = held.filter((each) => each.atSecond >= now - model.holdMinutes * 60 && each.best > best);
    held.push({ atSecond: now, best });
  };
  const at = (second: number, claims: number): Level => {
    if (second <= 0) return level;
    const open = copyOf(level);
    advance(open, claims, forecastTarget(), second / BIN_SECONDS);
    return open;
  };
  return {
    wanted(second, claims) {
      describeBin(at(second, claims), model.season, season(), row, 0);
      const demand = mixed(row, 0, model.weights);
      const best =
        model.basis === "forecast"
          ? wholeStock(stockAt(model.curve, demand), held.at(-1)?.best ?? 0)
          : model.staticSize;
      note(bin * BIN_SECONDS + second, best);
      return { stock: held[0]!.best, best, level: demand };
    },
    close(claims, best) {
      if (best !== undefined) note((bin + 1) * BIN_SECONDS, best);
      advance(level, claims, forecastTarget());
      bin += 1;
    },
    held: () => held.map((each) => ({ ...each, atSecond: each.atSecond - DAY_BINS * BIN_SECONDS })),
  };
}
