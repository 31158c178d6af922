import type { ForecastPolicy } from "../model/forecast.ts";
import type { Pool } from "../model/pool.ts";
import type { Template } from "../model/template.ts";
import { type Instant, SECOND_MS } from "../model/time.ts";
import { floorsOf } from "./calendar.ts";
import type { Bounds } from "./target.ts";

/** What holds a pool's targets at a moment. A floor holds a lead time before it is set for, so that it is warm by then. */
export function boundsOf(
  pool: Pick<Pool, "max">,
  policy: ForecastPolicy,
  { usdPerHour: price }: Pick<Template, "usdPerHour">,
  leadSeconds: number,
): (at: Instant) => Bounds {
  const floors = floorsOf(policy);
  const { instances, usdPerHour: maxUsdPerHour } = pool.max;
  return (at) => ({
    min: policy.min,
    max: Math.min(policy.max ?? instances, instances),
    floor: floors(at, at + leadSeconds * SECOND_MS),
    ...(maxUsdPerHour !== undefined && { maxUsdPerHour }),
    ...(price && { usdPerHour: price.running }),
  });
}
