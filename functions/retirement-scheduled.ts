import { onRetirement } from "../core/flows/on-retirement.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { AwsHealthEvent } from "../events/aws/aws-health-event.v0.ts";
import { retirementScheduledFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** AWS means to stop or retire instances, because of their hosts.
 *  In:    aws.health "AWS Health Event" v0
 *  Out:   what nobody uses retires and is replaced; what is in use is marked, and its claimant notified. Of other events that AWS Health
 *         sends, nothing.
 *  Twice: already marked, or already retiring; nothing is saved.
 *  Late:  the instance is gone: refused, counted. */
export const handle: Handle<AwsHealthEvent, Needs<typeof onRetirement>> = (ports) => (event) =>
  onRetirement(ports, event);
export const handler = onQueue(
  route(retirementScheduledFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
