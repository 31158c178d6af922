import { probeArrived } from "../core/flows/probe-arrived.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { DeliveryProbe } from "../events/probes/delivery-probe.v1.ts";
import { probeFromQueueFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A probe came to a queue, from the bus or from the topic.
 *  In:    greenroom "Delivery Probe" v1, from the probes queue: a rule of the bus, and a subscription with raw delivery, feed it
 *  Out:   its delay in its window's histogram.
 *  Twice: counted as a double.
 *  Late:  the same; after its window's grace it is no longer lost. */
export const handle: Handle<DeliveryProbe, Needs<typeof probeArrived>> =
  (ports) =>
  ({ detail }) =>
    probeArrived(ports, detail, ["bus-sqs", "sns-sqs"]);
export const handler = onQueue(
  route(probeFromQueueFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
