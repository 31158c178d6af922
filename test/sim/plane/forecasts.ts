import { refit } from "../../../core/forecast/refit.ts";
import { kept } from "../../../core/forecast/stored.ts";
import type { KeptModel } from "../../../core/model/forecast.ts";
import { dayOf } from "../../../core/model/tally.ts";
import { iso, MINUTE_MS } from "../../../core/model/time.ts";
import type { PoolFile } from "../../../events/requests/pool-file.v1.ts";
import type { PoolSpec } from "../../../events/requests/pool-spec.ts";
import { inAllTiers } from "../../../events/tiers.ts";
import type { LocalCloud } from "../../../local/cloud.ts";
import { EPOCH } from "../../builders.ts";
import { demandOf } from "../../core/forecast/demand.ts";

/** Worlds whose pools follow a forecast are those of the seeds from here on: all others stay as they are. */
export const FIRST_FORECAST_SEED = 10_000;
export const hasForecasts = (seed: number): boolean => seed >= FIRST_FORECAST_SEED;

const AIM = { leadSeconds: 60, hit: 0.95 };
/** For half an hour in the middle of a world, more is wanted than before and after. */
const PEAK = { more: 2, from: iso(EPOCH + 20 * MINUTE_MS), to: iso(EPOCH + 50 * MINUTE_MS) };

/** A pool that follows a forecast, whose least is what its file would keep: so a world ends as it would without. */
export function forecastTarget(entry: PoolSpec): PoolSpec {
  const min = inAllTiers(entry.target);
  const max = Math.min(min + PEAK.more, entry.max.instances);
  const { more: _, ...times } = PEAK;
  return {
    ...entry,
    forecast: { on: true, ...AIM, min, max, timeZone: "UTC", calendar: [{ floor: max, ...times }] },
  };
}

/** The forecast of the day, which ticks would have made at midnight. */
export function forecastsBefore({ scheduler, ports }: LocalCloud, { pools }: PoolFile): void {
  const model: KeptModel = kept(
    refit(
      demandOf(2, () => 0.2),
      AIM,
    ),
  );
  const forecast = { day: dayOf(EPOCH), madeAt: EPOCH, days: 2, model, version: 1 };
  scheduler.after(0, async () => {
    for (const { id } of pools) await ports.demand.saveForecast(id, forecast);
  });
}
