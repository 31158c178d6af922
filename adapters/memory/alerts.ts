import type { Alert } from "../../core/model/alert.ts";
import type { Alerts } from "../../core/ports/alerts.ts";
import type { Written } from "../../core/ports/store.ts";

/** Alerts by id. */
export function memoryAlerts(publish: (written: Written) => void): Alerts {
  const kept = new Map<string, Alert>();
  return {
    list: async () => [...kept.values()].sort((one, other) => (one.id < other.id ? -1 : 1)),
    async save(after) {
      const before = kept.get(after.id);
      if ((before?.version ?? 0) !== after.version - 1) return "conflict";
      kept.set(after.id, after);
      publish({ kind: "alert", ...(before && { before }), after });
      return "saved";
    },
  };
}
