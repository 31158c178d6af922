import { sendProbes } from "../core/flows/send-probes.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { ProbeTick } from "../events/commands/probe-tick.v1.ts";
import { probeTickFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** Time passed: how long do notices take?
 *  In:    greenroom "Probe Tick" v1, from a schedule, every minute
 *  Out:   PROBES_PER_TICK probes over every delivery path; `delivery-lost` for each that a window of before lost.
 *  Twice: the first took the minute; nothing is sent.
 *  Late:  nothing is sent. */
export const handle: Handle<ProbeTick, Needs<typeof sendProbes>> =
  (ports) =>
  ({ at }) =>
    sendProbes(ports, at);
export const handler = onQueue(
  route(probeTickFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/probes.ts")).wiredToProbes()),
);
