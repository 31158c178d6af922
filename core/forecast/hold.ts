/** Minutes for which a target is kept up after it was last wanted, in notches. */
export const HOLD_MINUTES = [0, 2, 5, 8, 12, 18, 27, 40, 60, 90, 135, 200, 300] as const;

/** Falls of the target per claim that a pool may have. What claims do not use up of a fall was launched for nothing. */
export const FALLS_PER_CLAIM_MAX = 1;
/** Below this part of the bound there is room for a shorter hold. */
const SLACK = 0.8;
/** Fewer claims say nothing of the falls they cost. */
const CLAIMS_MIN = 20;

/** The notch for the next day, one away at most: longer where the target fell too often of late, shorter where there is room. */
export function nextNotch(notch: number, claims: number, falls: number): number {
  if (claims < CLAIMS_MIN) return notch;
  const perClaim = falls / claims;
  if (perClaim > FALLS_PER_CLAIM_MAX) return Math.min(HOLD_MINUTES.length - 1, notch + 1);
  return perClaim < SLACK * FALLS_PER_CLAIM_MAX ? Math.max(0, notch - 1) : notch;
}

/** Each bin's target raised to the highest wanted in the `hold` bins before it. */
export function heldTargets(wanted: Int32Array, hold: number, begin: number, end: number): Int32Array {
  if (hold === 0) return wanted;
  const targets = wanted.slice();
  // Bins that may still be the highest, their targets falling.
  const candidates = new Int32Array(Math.max(0, end - begin));
  let first = 0;
  let last = 0;
  for (let bin = begin; bin < end; bin += 1) {
    while (last > first && wanted[candidates[last - 1]!]! <= wanted[bin]!) last -= 1;
    candidates[last] = bin;
    last += 1;
    while (candidates[first]! < bin - hold) first += 1;
    targets[bin] = wanted[candidates[first]!]!;
  }
  return targets;
}

/** How far below the target the best stock must be for the target to fall: less is the noise of a stock that is not whole. */
const FALL_BAND = 0.9;

/** The whole stock to want where `stock` is best, and `before` was wanted. */
export const wholeStock = (stock: number, before: number): number =>
  stock >= before + 0.5 || stock < before - FALL_BAND ? Math.round(stock) : before;
