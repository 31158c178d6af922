import type { ClaimId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/time.ts";
import type { Handouts } from "../../core/ports/handouts.ts";
import type { Clock } from "../../core/ports/ports.ts";

/** What claims brought. Without a clock nothing's time is ever over. */
export function memoryHandouts(clock?: Clock): Handouts {
  const kept = new Map<ClaimId, { readonly userData: string; readonly until: Instant }>();
  const stored = (claim: ClaimId) => {
    const found = kept.get(claim);
    return found && clock && found.until <= clock.now() ? undefined : found;
  };
  return {
    async keep(claim, userData, until) {
      if (stored(claim)) return "already";
      kept.set(claim, { userData, until });
      return "kept";
    },
    find: async (claim) => stored(claim)?.userData,
    async forget(claim) {
      kept.delete(claim);
    },
  };
}
