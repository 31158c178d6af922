import { type UnavailableOffering, unavailableKey } from "../../core/model/offering.ts";
import type { UnavailableOfferings } from "../../core/ports/offerings.ts";

/** Unavailable offerings by region and offering. None is deleted: there are at most as many as offerings. */
export function memoryOfferings(stored: readonly UnavailableOffering[] = []): UnavailableOfferings {
  const keyOf = (unavailableOffering: UnavailableOffering): string =>
    `${unavailableOffering.region} ${unavailableKey(unavailableOffering)}`;
  const kept = new Map(stored.map((unavailableOffering) => [keyOf(unavailableOffering), unavailableOffering]));
  return {
    recall: async (region) => [...kept.values()].filter((unavailableOffering) => unavailableOffering.region === region),
    async save(unavailableOffering) {
      if ((kept.get(keyOf(unavailableOffering))?.version ?? 0) !== unavailableOffering.version - 1) return "conflict";
      kept.set(keyOf(unavailableOffering), unavailableOffering);
      return "saved";
    },
  };
}
