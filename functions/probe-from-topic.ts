import { probeArrived } from "../core/flows/probe-arrived.ts";
import { type DeliveryProbe, deliveryProbe } from "../events/probes/delivery-probe.v1.ts";
import { onTopic } from "./shared/on-topic.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A probe came to a function, straight from the topic.
 *  In:    greenroom "Delivery Probe" v1, from the topic
 *  Out:   its delay in its window's histogram.
 *  Twice: counted as a double.
 *  Late:  the same; after its window's grace it is no longer lost. */
export const handle: Handle<DeliveryProbe> =
  (ports) =>
  ({ detail }) =>
    probeArrived(ports, detail, ["sns-lambda"]);
export const probeFromTopic = route("probe-from-topic", deliveryProbe, handle);
export const handler = onTopic(probeFromTopic, await wiredBy(() => import("./shared/wire/with-queues.ts")));
