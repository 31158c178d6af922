import { FORECAST_AT_ONCE, TRAININGS_PER_TICK } from "../model/forecast-limits.ts";
import type { Ports } from "../ports/ports.ts";
import { countDemand } from "./steps/count-demand.ts";
import { throwFirst } from "./steps/for-every.ts";

/** Counts every pool's demand, and makes the forecasts that are due, TRAININGS_PER_TICK at most: the next tick goes on. A pool that fails hides
 *  no other's, and has the tick repeated. */
export async function forecastEveryPool(
  ports: Pick<Ports, "clock" | "pools" | "demand" | "templates" | "instances">,
): Promise<{ readonly kind: "counted" }> {
  const pools = await ports.pools.list();
  let satisfies = 0;
  const mayConfigure = (): boolean => {
    satisfies += 1;
    return satisfies <= TRAININGS_PER_TICK;
  };
  const failed: unknown[] = [];
  for (let at = 0; at < pools.length; at += FORECAST_AT_ONCE) {
    const some = pools.slice(at, at + FORECAST_AT_ONCE);
    const ended = await Promise.allSettled(
      some.map((pool) => countDemand(ports, pool, ports.clock.now(), mayConfigure)),
    );
    for (const one of ended) if (one.status === "rejected") failed.push(one.reason);
  }
  throwFirst(failed);
  return { kind: "counted" };
}
