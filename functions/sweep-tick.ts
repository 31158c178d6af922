import { sweepEveryRegion } from "../core/flows/sweep-every-region.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { SweepTick } from "../events/commands/sweep-tick.v1.ts";
import { sweepTickFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** Time passed: what events missed is looked for.
 *  In:    greenroom "Sweep Tick" v1, from a schedule
 *  Out:   one sweep per region, begun or gone on with.
 *  Twice: a sweep that is under way is gone on with, not begun again.
 *  Late:  harmless. */
export const handle: Handle<SweepTick, Needs<typeof sweepEveryRegion>> =
  (ports) =>
  ({ detail }) =>
    sweepEveryRegion(ports, { emit: detail.emit });
export const handler = onQueue(
  route(sweepTickFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
