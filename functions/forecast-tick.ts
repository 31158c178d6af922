import { forecastEveryPool } from "../core/flows/forecast-every-pool.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { ForecastTick } from "../events/commands/forecast-tick.v1.ts";
import { forecastTickFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** Time passed: how many claims were there, and how many are to come?
 *  In:    greenroom "Forecast Tick" v1, from a schedule, every five minutes
 *  Out:   each pool's demand counted up to a minute ago; after midnight, the forecasts of the day. Plans follow them by themselves.
 *  Twice: nothing is left to count; of two at once, one saves.
 *  Late:  what was not counted is counted then, from the claims as they are listed. */
export const handle: Handle<ForecastTick, Needs<typeof forecastEveryPool>> = (ports) => () => forecastEveryPool(ports);
export const handler = onQueue(
  route(forecastTickFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
