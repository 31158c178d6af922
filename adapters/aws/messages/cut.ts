import { MESSAGE_BATCH_MAX } from "../../../core/model/limits.ts";

/** How a service bounds a batch, and what must not be in one with what. */
export interface BatchBounds<Entry> {
  /** Bytes that one entry, and one batch, may have. */
  readonly bytesMax: number;
  /** Bytes of an entry, counted as the service counts them. */
  bytesOf(entry: Entry): number;
  /** What an entry is about: of one thread, no entry goes out before an earlier one. Undefined: it is in no order. */
  threadOf(entry: Entry): string | undefined;
}

/** An entry, and its index among all that are to be sent. */
export interface Placed<Entry> {
  readonly index: number;
  readonly entry: Entry;
}

interface Batch<Entry> {
  readonly entries: Placed<Entry>[];
  room: number;
}

/** Entries in batches that one call takes, and those that none does. A batch has at most one entry of a thread, for a part of it may
 *  fail; the next one of the thread is in a later batch. Entries go into the earliest batch that allows. */
export function cutIntoBatches<Entry>(
  { bytesOf, bytesMax, threadOf }: BatchBounds<Entry>,
  entries: readonly Entry[],
): { readonly batches: readonly (readonly Placed<Entry>[])[]; readonly tooLong: readonly Placed<number>[] } {
  const batches: Batch<Entry>[] = [];
  const tooLong: Placed<number>[] = [];
  const nextOf = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const bytes = bytesOf(entry);
    if (bytes > bytesMax) {
      tooLong.push({ index, entry: bytes });
      continue;
    }
    const thread = threadOf(entry);
    // Without a thread, entries keep the order they were given in.
    const from = thread === undefined ? batches.length - 1 : (nextOf.get(thread) ?? 0);
    const satisfies = batches.findIndex(
      (batch, nth) => nth >= from && batch.entries.length < MESSAGE_BATCH_MAX && bytes <= batch.room,
    );
    const at = satisfies < 0 ? batches.push({ entries: [], room: bytesMax }) - 1 : satisfies;
    const batch = batches[at];
    batch?.entries.push({ index, entry });
    if (batch) batch.room -= bytes;
    if (thread !== undefined) nextOf.set(thread, at + 1);
  }
  return { batches: batches.map((batch) => batch.entries), tooLong };
}
