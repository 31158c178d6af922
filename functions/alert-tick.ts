import { watch } from "../core/flows/watch.ts";
import { type AlertTick, alertTick } from "../events/commands/alert-tick.v1.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** Time passed: pools, sweeps and delivery are looked at for what people want to be told of.
 *  In:    greenroom "Alert Tick" v1, from a schedule, every five minutes
 *  Out:   an alert saved for each that began or is over; the stream tells it.
 *  Twice: nothing has changed the second time.
 *  Late:  tells later. */
export const handle: Handle<AlertTick> = (ports) => () => watch(ports);
export const alertTickRoute = route("alert-tick", alertTick, handle);
export const handler = onQueue(alertTickRoute, await wiredBy(() => import("./shared/wire/with-queues.ts")));
