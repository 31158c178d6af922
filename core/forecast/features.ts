import { DAY_BINS, type DemandHistory } from "./history.ts";
import { SEASONS, seasonMemory } from "./seasons.ts";

/** Time constants of the moving averages of claims per bin, in bins: 5, 15 and 60 minutes, 4 and 24 hours. */
const EWMA_BINS = [1, 3, 12, 48, 288] as const;
const LEVELS = EWMA_BINS.length;
/** Over how many bins the latest level is held against the season. */
const RATIO_BINS = 24;
const RATIO_MAX = 4;
/** One constant, the averages, the seasons, and the season scaled to the latest level. */
export const FEATURES = 1 + LEVELS + SEASONS + 1;
/** The moving averages as of one moment: what of the past today's targets need. */
export interface Level {
  readonly averages: Float64Array;
  /** Recent claims, and what the season had forecast for them. */
  seen: number;
  forecastTarget: number;
  bins: number;
}

export const noLevel = (): Level => ({ averages: new Float64Array(LEVELS), seen: 0, forecastTarget: 0, bins: 0 });
export const copyOf = (level: Level): Level => ({ ...level, averages: level.averages.slice() });

/** Moves the level on by one bin, or by the `part` of one that is over: what was claimed in it, and what the season had
 *  forecast for the whole bin. */
export function advance(level: Level, claims: number, forecastTarget: number, part = 1): void {
  level.bins += part;
  const rate = claims / part;
  for (let each = 0; each < LEVELS; each += 1) {
    // A young average is the plain mean, so that it does not begin at nought.
    const step = Math.max(part === 1 ? STEPS[each]! : stepOf(part, EWMA_BINS[each]!), part / level.bins);
    level.averages[each]! += step * (rate - level.averages[each]!);
  }
  const step = part === 1 ? RATIO_STEP : stepOf(part, RATIO_BINS);
  level.seen += step * (rate - level.seen);
  level.forecastTarget += step * (forecastTarget - level.forecastTarget);
}

const stepOf = (part: number, bins: number): number => 1 - Math.exp(-part / bins);
const STEPS = EWMA_BINS.map((bins) => stepOf(1, bins));
const RATIO_STEP = stepOf(1, RATIO_BINS);
/** The first feature that one burst does not throw about: the averages of an hour and more, and all that follow. */
export const FIRST_SLOW = 3;
/** Which feature is the mean of a day or so. */
export const DAILY_MEAN = LEVELS;

/** Writes what is known at the beginning of a bin to `into`, from `at` on; `season` holds {@link SEASONS} numbers at `of`. */
export function describeBin(level: Level, season: Float64Array, of: number, into: Float64Array, at: number): void {
  into[at] = 1;
  for (let each = 0; each < LEVELS; each += 1) into[at + 1 + each] = level.averages[each]!;
  for (let each = 0; each < SEASONS; each += 1) into[at + 1 + LEVELS + each] = season[of + each]!;
  const ratio = level.forecastTarget > 0 ? Math.min(RATIO_MAX, level.seen / level.forecastTarget) : 1;
  into[at + 1 + LEVELS + SEASONS] = season[of]! * ratio;
}

/** Every bin of a history as it looked from its own beginning, what was known then and no more. */
export interface Described {
  readonly features: Float64Array;
  /** As of the end of the history. */
  readonly level: Level;
  /** Of the day that follows: {@link SEASONS} numbers per bin. */
  readonly nextDay: Float64Array;
}

/** Describes whole days. Seasons are looked up at midnight, as the nightly refit does. */
export function describeHistory({ claims, firstBin }: DemandHistory, leadSeconds: number): Described {
  const days = Math.floor(claims.length / DAY_BINS);
  const features = new Float64Array(days * DAY_BINS * FEATURES);
  const seasons = seasonMemory(firstBin, leadSeconds);
  const level = noLevel();
  let today = seasons.next();
  for (let day = 0; day < days; day += 1) {
    for (let slot = 0; slot < DAY_BINS; slot += 1) {
      const bin = day * DAY_BINS + slot;
      describeBin(level, today, slot * SEASONS, features, bin * FEATURES);
      advance(level, claims[bin]!, today[slot * SEASONS]!);
    }
    seasons.learn(claims, day * DAY_BINS);
    today = seasons.next();
  }
  return { features, level, nextDay: today };
}
