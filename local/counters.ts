import type { Counters } from "../core/ports/ports.ts";

/** What the plane counted, by name and dimensions. */
export interface LocalCounters extends Counters {
  /** The sum over all that carry these dimensions, whatever else they carry. */
  total(name: string, dimensions?: Readonly<Record<string, string>>): number;
}

export function localCounters(): LocalCounters {
  const counts = new Map<string, { name: string; dimensions: Readonly<Record<string, string>>; count: number }>();
  return {
    count(name, dimensions = {}) {
      const key = Object.entries(dimensions).reduce((text, [each, value]) => `${text}\n${each}=${value}`, name);
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { name, dimensions, count: 1 });
    },
    total: (name, wanted = {}) =>
      [...counts.values()]
        .filter((each) => each.name === name)
        .filter(({ dimensions }) => Object.entries(wanted).every(([key, value]) => dimensions[key] === value))
        .reduce((sum, { count }) => sum + count, 0),
  };
}
