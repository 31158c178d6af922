import type { BlameRecord } from "../../core/model/blame/ledger.ts";
import type { BlameRecords } from "../../core/ports/blame.ts";

/** One ledger for each region. */
export function memoryBlame(stored: readonly BlameRecord[] = []): BlameRecords {
  const kept = new Map(stored.map((record) => [record.region, record]));
  return {
    find: async (region) => kept.get(region),
    async save(record) {
      if ((kept.get(record.region)?.version ?? 0) !== record.version - 1) return "conflict";
      kept.set(record.region, record);
      return "saved";
    },
  };
}
