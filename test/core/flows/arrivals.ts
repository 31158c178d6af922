import type { Arrived } from "../../../core/flows/publish-changes.ts";
import type { Written } from "../../../core/ports/store.ts";

/** Writes as records of the stream, in its order: s-0, s-1, … */
export const arrivals = (...writes: readonly Written[]): readonly Arrived[] =>
  writes.map((written, nth) => ({ read: () => written, sequence: `s-${nth}`, record: written }));

/** A record that nobody can read. */
export const unreadable = (sequence: string): Arrived => ({
  read: () => {
    throw new TypeError("Unsupported type passed: Q");
  },
  sequence,
  record: { dynamodb: { SequenceNumber: sequence, NewImage: { doc: { Q: "?" } } } },
});
