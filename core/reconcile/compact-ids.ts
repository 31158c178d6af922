import type { InstanceId } from "../model/ids.ts";

/** How many of an id's last hex digits are its key: as many as a number holds exactly. */
const KEY_DIGITS = 13;

/** The keys of some ids, 8 bytes each. */
export const keysOf = (ids: readonly InstanceId[]): Float64Array => Float64Array.from(ids, keyOf);

/** A set of instance ids from the keys of its parts, at 8 bytes each, for as many as a zone may hold. Two ids that differ only in what
 *  their keys leave out are taken for one, which among a million random ids is to be expected once in ten thousand sweeps: then the
 *  absence of one is hidden while the other is there. Never the other way round: whoever was put in is there. */
export function compactIds(parts: readonly Float64Array[]): Pick<ReadonlySet<InstanceId>, "has"> {
  const keys = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    keys.set(part, end);
    end += part.length;
  }
  keys.sort();
  return { has: (id) => keys[offeringOf(keys, keyOf(id))] === keyOf(id) };
}

const keyOf = (id: InstanceId): number => Number.parseInt(id.slice("i-".length).slice(-KEY_DIGITS), 16);

/** The first place whose key is not below this one. */
function offeringOf(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
