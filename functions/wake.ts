import { onWake } from "../core/flows/on-wake.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { Wake } from "../events/commands/wake.v1.ts";
import { wakeFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** The time an instance may spend in a state is over.
 *  In:    greenroom "Wake" v1, from the timers queue
 *  Out:   one look-up of that instance; then what it shows, or what the deadline asks for.
 *  Twice: the second finds the state entry over, or asked again: dropped, counted.
 *  Late:  the same. Early: armed again. */
export const handle: Handle<Wake, Needs<typeof onWake>> =
  (ports) =>
  ({ detail: { version: _, wakeAt, ...timer } }) =>
    onWake(ports, { ...timer, wakeAt: Date.parse(wakeAt) });
export const handler = onQueue(
  route(wakeFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/ec2.ts")).wiredToEc2()),
);
