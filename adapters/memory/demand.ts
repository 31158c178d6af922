import { turnFrom } from "../../core/model/claim.ts";
import type { DemandDay } from "../../core/model/demand.ts";
import type { Forecast } from "../../core/model/forecast.ts";
import type { PoolId } from "../../core/model/ids.ts";
import type { Demand } from "../../core/ports/demand.ts";
import type { Claims } from "../../core/ports/store.ts";
import { opened } from "./sorted.ts";

/** Days of demand and forecasts, for as long as the process lives; claims are read where they are kept. */
export function memoryDemand(claims: Pick<Claims, "page">): Demand {
  const days = new Map<PoolId, Map<string, DemandDay>>();
  const forecasts = new Map<PoolId, Forecast>();
  return {
    asked: async (pool, from, limit) =>
      (await claims.page(pool, { after: turnFrom(from), limit })).map(({ requestedAt, kind }) => ({
        at: requestedAt,
        hit: kind === "hit",
      })),

    async read(pool, since) {
      const forecast = forecasts.get(pool);
      const kept = [...(days.get(pool)?.values() ?? [])]
        .filter(({ day }) => day >= since)
        .sort((one, other) => (one.day < other.day ? -1 : 1));
      return { days: kept, ...(forecast && { forecast }) };
    },

    async count(pool, day) {
      const of = opened(days, pool, () => new Map<string, DemandDay>());
      if (day.version !== (of.get(day.day)?.version ?? 0) + 1) return "conflict";
      of.set(day.day, day);
      return "saved";
    },

    async saveForecast(pool, forecast) {
      if (forecast.version !== (forecasts.get(pool)?.version ?? 0) + 1) return "conflict";
      forecasts.set(pool, forecast);
      return "saved";
    },
  };
}
