import { BIN_SECONDS, DAY_BINS, type DemandHistory, WEEK_BINS } from "./history.ts";

/** Hour of week, hour of day, yesterday; then week, day and three hours as what the lead time after each bin held, for what a clock sets off. */
export const SEASONS = 6;
/** What comes every hour, or every few, is learned from all of them in a day. */
const FEW_HOURS_BINS = 36;
/** What a week, and a day, still count a period later. */
const WEEK_MEMORY = 0.8;
const DAY_MEMORY = 0.93;
/** Seasons are smoothed over half an hour to either side. */
const REACH = 6;

/** The seasons of the days after a history, as far as it tells of them: nothing is learned in between. Each as `next` of {@link seasonMemory}. */
export function seasonsAfter(
  { claims, firstBin }: DemandHistory,
  leadSeconds: number,
  days: number,
): readonly Float64Array[] {
  const seasons = seasonMemory(firstBin, leadSeconds);
  for (let bin = 0; bin + DAY_BINS <= claims.length; bin += DAY_BINS) seasons.learn(claims, bin);
  return Array.from({ length: days }, () => {
    const next = seasons.next();
    seasons.skip();
    return next;
  });
}

/** Learns day by day what each bin of a day and of a week holds; `next`: {@link SEASONS} numbers for each bin of the day that follows. */
export function seasonMemory(firstBin: number, leadSeconds: number) {
  const gentle = profile(aroundBin);
  const sharp = profile(leadAfterBin(leadSeconds));
  let weekSlot = firstBin % WEEK_BINS;
  const skip = (): void => {
    weekSlot = (weekSlot + DAY_BINS) % WEEK_BINS;
  };
  return {
    skip,
    learn(claims: ArrayLike<number>, from: number): void {
      gentle.learn(claims, from, weekSlot);
      sharp.learn(claims, from, weekSlot);
      skip();
    },
    next(): Float64Array {
      const season = new Float64Array(DAY_BINS * SEASONS);
      const fewHours = folded(sharp.ofDay, FEW_HOURS_BINS);
      for (let slot = 0; slot < DAY_BINS; slot += 1) {
        const of = [
          gentle.ofWeek(weekSlot, slot),
          gentle.ofDay(slot),
          gentle.yesterday(slot),
          sharp.ofWeek(weekSlot, slot),
          sharp.ofDay(slot),
          fewHours[slot % FEW_HOURS_BINS]!,
        ];
        season.set(of, slot * SEASONS);
      }
      return season;
    },
  };
}

/** The mean over the parts of a day, each of so many bins. */
function folded(ofDay: (slot: number) => number, bins: number): Float64Array {
  const mean = new Float64Array(bins);
  for (let slot = 0; slot < DAY_BINS; slot += 1) mean[slot % bins]! += (ofDay(slot) * bins) / DAY_BINS;
  return mean;
}

/** What the bins about each bin of a day and of a week held on average, of late more than long ago. */
function profile(window: Window) {
  const week = new Float64Array(WEEK_BINS);
  const weekWeight = new Float64Array(WEEK_BINS);
  const day = new Float64Array(DAY_BINS);
  let dayWeight = 0;
  let yesterday: Float64Array = new Float64Array(DAY_BINS);
  const ofDay = (slot: number): number => (dayWeight > 0 ? day[slot]! / dayWeight : 0);
  return {
    learn(claims: ArrayLike<number>, from: number, weekSlot: number): void {
      yesterday = smoothed(claims, from, window);
      dayWeight = dayWeight * DAY_MEMORY + 1;
      for (let slot = 0; slot < DAY_BINS; slot += 1) {
        day[slot] = day[slot]! * DAY_MEMORY + yesterday[slot]!;
        const at = weekSlot + slot;
        week[at] = week[at]! * WEEK_MEMORY + yesterday[slot]!;
        weekWeight[at] = weekWeight[at]! * WEEK_MEMORY + 1;
      }
    },
    ofDay,
    /** A day without a week behind it takes the hour of day for the hour of week. */
    ofWeek(weekSlot: number, slot: number): number {
      const weight = weekWeight[weekSlot + slot]!;
      return weight > 0 ? week[weekSlot + slot]! / weight : ofDay(slot);
    },
    yesterday: (slot: number): number => yesterday[slot]!,
  };
}

/** The weights of the bins from the one that lies `first` after it. */
interface Window {
  readonly first: number;
  readonly weights: readonly number[];
}

const aroundBin: Window = {
  first: -REACH,
  weights: Array.from({ length: 2 * REACH + 1 }, (_, nth) => REACH + 1 - Math.abs(nth - REACH)),
};

/** The bin itself and, of those that follow, as much as a lead time that begins with its end covers. */
const leadAfterBin = (leadSeconds: number): Window => ({
  first: 0,
  weights: [
    1,
    ...Array.from({ length: Math.ceil(leadSeconds / BIN_SECONDS) }, (_, nth) =>
      Math.min(1, leadSeconds / BIN_SECONDS - nth),
    ),
  ],
});

function smoothed(claims: ArrayLike<number>, from: number, { first, weights }: Window): Float64Array {
  const smooth = new Float64Array(DAY_BINS);
  for (let slot = 0; slot < DAY_BINS; slot += 1) {
    let sum = 0;
    let weighed = 0;
    for (let nth = 0; nth < weights.length; nth += 1) {
      const at = slot + first + nth;
      if (at < 0 || at >= DAY_BINS) continue;
      sum += weights[nth]! * claims[from + at]!;
      weighed += weights[nth]!;
    }
    smooth[slot] = sum / weighed;
  }
  return smooth;
}
