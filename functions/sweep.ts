import { sweep } from "../core/flows/sweep.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { SweepOn } from "../events/commands/sweep.v1.ts";
import { sweepFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A sweep goes on: a few pages of EC2's listing, or the absent of a pool.
 *  In:    greenroom "Sweep" v1, from the sweeps queue
 *  Out:   the progress of the sweep, saved after each page; what was missed goes through the lifecycle like any event.
 *  Twice: the second finds the sweep further on, or loses its write and leaves the rest to the first.
 *  Late:  what changed since the sweep began wins over its pages. */
export const handle: Handle<SweepOn, Needs<typeof sweep>> =
  (ports) =>
  ({ detail }) =>
    sweep(ports, detail.sweep);
export const handler = onQueue(
  route(sweepFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/ec2.ts")).wiredToEc2()),
);
