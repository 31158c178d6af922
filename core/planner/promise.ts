import type { Claim } from "../model/claim.ts";
import type { Intent } from "../model/ledger.ts";

/** Promises each waiting claim a launch under way that fits it. A claim that finds none free has an earlier one move to
 *  another launch that fits that one too, so that nothing is launched for a claim that could have waited. */
export function promiseLaunches(
  claims: readonly Claim[],
  intents: readonly Intent[],
): { promised: number; without: readonly Claim[] } {
  const seats = new Map(intents.map((intent): [Intent, Claim[]] => [intent, []]));
  const seat = (claim: Claim, tried: Set<Intent>): boolean => {
    for (const [intent, taken] of seats) {
      if (tried.has(intent) || !fitsIn(claim, intent)) continue;
      tried.add(intent);
      const offering = taken.length < intent.count ? taken.length : taken.findIndex((other) => seat(other, tried));
      if (offering < 0) continue;
      taken[offering] = claim;
      return true;
    }
    return false;
  };
  const without = claims.filter((claim) => !seat(claim, new Set()));
  return { promised: claims.length - without.length, without };
}

const fitsIn = ({ request: { az, type } }: Claim, intent: Intent): boolean =>
  (az === undefined || az === intent.az) && (type === undefined || type === intent.type);
