import { probeArrived } from "../core/flows/probe-arrived.ts";
import { type DeliveryProbe, deliveryProbe } from "../events/probes/delivery-probe.v1.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A probe came to a queue, from the bus or from the topic.
 *  In:    greenroom "Delivery Probe" v1, from the probes queue: a rule of the bus, and a subscription with raw delivery, feed it
 *  Out:   its delay in its window's histogram.
 *  Twice: counted as a double.
 *  Late:  the same; after its window's grace it is no longer lost. */
export const handle: Handle<DeliveryProbe> =
  (ports) =>
  ({ detail }) =>
    probeArrived(ports, detail, ["bus-sqs", "sns-sqs"]);
export const probeFromQueue = route("probe-from-queue", deliveryProbe, handle);
export const handler = onQueue(probeFromQueue, await wiredBy(() => import("./shared/wire/with-queues.ts")));
