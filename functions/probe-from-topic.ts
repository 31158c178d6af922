import { probeArrived } from "../core/flows/probe-arrived.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { DeliveryProbe } from "../events/probes/delivery-probe.v1.ts";
import { probeFromTopicFunction } from "./manifest.ts";
import { onTopic } from "./shared/on-topic.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** A probe came to a function, straight from the topic.
 *  In:    greenroom "Delivery Probe" v1, from the topic
 *  Out:   its delay in its window's histogram.
 *  Twice: counted as a double.
 *  Late:  the same; after its window's grace it is no longer lost. */
export const handle: Handle<DeliveryProbe, Needs<typeof probeArrived>> =
  (ports) =>
  ({ detail }) =>
    probeArrived(ports, detail, ["sns-lambda"]);
export const handler = onTopic(
  route(probeFromTopicFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
