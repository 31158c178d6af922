import type { CostTally } from "./tally.ts";

/** The smallest fixed size that would have hit this part of the claims of the bins from `begin` to before `end`
 *  that are in. */
export function staticSize(
  tally: CostTally,
  hit: number,
  begin: number,
  end: number,
  isIn: (bin: number) => boolean = () => true,
): number {
  const { from, lowest, found } = tally.occupancy;
  const claimsAt: number[] = [];
  let claims = 0;
  for (let bin = begin; bin < end; bin += 1) {
    if (!isIn(bin)) continue;
    for (let slot = from[bin]!; slot < from[bin + 1]!; slot += 1) {
      const level = lowest[bin]! + slot - from[bin]!;
      claimsAt[level] = (claimsAt[level] ?? 0) + found[slot]!;
      claims += found[slot]!;
    }
  }
  let hits = 0;
  let size = 0;
  while (hits < hit * claims && size < claimsAt.length) {
    hits += claimsAt[size] ?? 0;
    size += 1;
  }
  return size;
}
