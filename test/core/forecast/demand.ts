import { DAY_BINS, type DemandHistory } from "../../../core/forecast/history.ts";
import { streams } from "../../../local/random.ts";

/** Days of counts: `rate` claims a bin on average, by slot of the day and day, scattered as independent claims are. */
export function demandOf(days: number, rate: (slot: number, day: number) => number, seed = 1): DemandHistory {
  const random = streams(seed)("demand");
  const claims = Array.from({ length: days * DAY_BINS }, (_, bin) => {
    const none = Math.exp(-rate(bin % DAY_BINS, Math.floor(bin / DAY_BINS)));
    let count = 0;
    for (let product = random.unit(); product > none; product *= random.unit()) count += 1;
    return count;
  });
  const none = claims.map(() => 0);
  return { firstBin: 0, claims, moments: claims, misses: none, targets: none.map(() => -1), falls: none };
}

/** Busy from 8 to 18 o'clock, and hardly anything else. */
export const officeHours = (slot: number): number => (slot >= 96 && slot < 216 ? 6 : 0.2);
