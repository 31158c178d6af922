import { onRetirement } from "../core/flows/on-retirement.ts";
import { type AwsHealthEvent, awsHealthEvent } from "../events/aws/aws-health-event.v0.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** AWS means to stop or retire instances, because of their hosts.
 *  In:    aws.health "AWS Health Event" v0
 *  Out:   what nobody uses retires and is replaced; what is in use is marked, and its claimant told. Of other things that AWS Health
 *         tells, nothing.
 *  Twice: already marked, or already retiring; nothing is saved.
 *  Late:  the instance is gone: refused, counted. */
export const handle: Handle<AwsHealthEvent> = (ports) => (told) => onRetirement(ports, told);
export const retirementScheduled = route("retirement-scheduled", awsHealthEvent, handle);
export const handler = onQueue(retirementScheduled, await wiredBy(() => import("./shared/wire/with-queues.ts")));
