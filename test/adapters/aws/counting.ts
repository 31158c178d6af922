import type { Counters } from "../../../core/ports/ports.ts";

/** Counters that remember, as `<name> <dimensions as JSON>`; what is added up too. */
export function counting(): Counters & { readonly counted: readonly string[] } {
  const counted: string[] = [];
  const count: Counters["count"] = (name, dimensions = {}) =>
    void counted.push(`${name} ${JSON.stringify(dimensions)}`);
  return { counted, count, add: count };
}
