import type { Tally } from "../../core/model/tally.ts";
import type { Tallies } from "../../core/ports/tallies.ts";

/** Amounts by region and day, for as long as the process lives. */
export function memoryTallies(): Tallies {
  const regions = new Map<string, Map<string, Tally>>();
  return {
    async add(region, { day, amounts }) {
      const days = regions.get(region) ?? new Map<string, Tally>();
      regions.set(region, days);
      const sums = { ...days.get(day)?.amounts };
      for (const [name, amount] of Object.entries(amounts)) sums[name] = (sums[name] ?? 0) + amount;
      days.set(day, { day, amounts: sums });
    },
    latest: async (region, limit) =>
      [...(regions.get(region)?.values() ?? [])].sort((a, b) => (a.day > b.day ? -1 : 1)).slice(0, limit),
  };
}
