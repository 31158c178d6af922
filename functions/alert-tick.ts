import { watch } from "../core/flows/watch.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { AlertTick } from "../events/commands/alert-tick.v1.ts";
import { alertTickFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** Time passed: pools, sweeps and delivery are checked against the conditions of all alerts.
 *  In:    greenroom "Alert Tick" v1, from a schedule, every five minutes
 *  Out:   an alert saved for each condition that began or is over; notify publishes it from the stream.
 *  Twice: nothing has changed the second time.
 *  Late:  alerts later. */
export const handle: Handle<AlertTick, Needs<typeof watch>> = (ports) => () => watch(ports);
export const handler = onQueue(
  route(alertTickFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
