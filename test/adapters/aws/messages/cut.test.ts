import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutIntoBatches } from "../../../../adapters/aws/messages/cut.ts";
import { MESSAGE_BATCH_MAX } from "../../../../core/model/limits.ts";

interface Piece {
  readonly thread: string;
  readonly bytes: number;
}
const ROOM = 100;
const cut = (pieces: readonly Piece[]) =>
  cutIntoBatches({ bytesMax: ROOM, bytesOf: ({ bytes }) => bytes, threadOf: ({ thread }) => thread }, pieces);
const placesOf = (pieces: readonly Piece[]) => cut(pieces).batches.map((batch) => batch.map(({ index }) => index));
const threads = (names: string): readonly Piece[] => [...names].map((thread) => ({ thread, bytes: 1 }));

describe("entries of one thread", () => {
  test.each([
    { names: "ab", places: [[0, 1]] },
    { names: "aa", places: [[0], [1]] },
    { names: "aab", places: [[0, 2], [1]] },
    { names: "ababa", places: [[0, 1], [2, 3], [4]] },
  ])("are in batches one after the other: $names as $places", ({ names, places }) => {
    expect(placesOf(threads(names))).toEqual(places);
  });

  test("stay one after the other when an earlier one leaves no room", () => {
    const large = { thread: "a", bytes: ROOM };
    expect(placesOf([large, { thread: "b", bytes: 1 }, { thread: "a", bytes: 1 }])).toEqual([[0], [1, 2]]);
  });
});

describe("always", () => {
  test("every entry is in one batch or too long, in the order of its thread, and no batch is too large", () => {
    const piece = fc.record({
      thread: fc.constantFrom("a", "b", "c", "d"),
      bytes: fc.integer({ min: 1, max: ROOM + 5 }),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { batches, tooLong } = cut(pieces);
        const all = [...batches.flat(), ...tooLong].map(({ index }) => index);
        expect(all.toSorted((a, b) => a - b)).toEqual([...pieces.keys()]);
        expect(tooLong.every(({ index }) => (pieces[index]?.bytes ?? 0) > ROOM)).toBe(true);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(MESSAGE_BATCH_MAX);
          expect(batch.reduce((sum, { entry }) => sum + entry.bytes, 0)).toBeLessThanOrEqual(ROOM);
          expect(new Set(batch.map(({ entry }) => entry.thread)).size).toBe(batch.length);
        }
        for (const thread of ["a", "b", "c", "d"]) {
          const places = batches.flat().filter(({ entry }) => entry.thread === thread);
          expect(places.map(({ index }) => index)).toEqual(places.map(({ index }) => index).toSorted((a, b) => a - b));
        }
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
