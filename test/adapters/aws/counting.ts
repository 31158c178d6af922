import type { Counters } from "../../../core/ports/ports.ts";

/** Counters that remember, as `<name> <dimensions as JSON>`. */
export function counting(): Counters & { readonly counted: readonly string[] } {
  const counted: string[] = [];
  return { counted, count: (name, dimensions = {}) => void counted.push(`${name} ${JSON.stringify(dimensions)}`) };
}
