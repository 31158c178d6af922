import { onInterruption } from "../core/flows/on-interruption.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { Ec2SpotInterruption } from "../events/aws/ec2-spot-interruption.v0.ts";
import { spotInterruptedFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** EC2 will interrupt a Spot instance in about two minutes.
 *  In:    aws.ec2 "EC2 Spot Instance Interruption Warning" v0
 *  Out:   what nobody uses retires and is replaced; what is in use is marked, and its claimant notified.
 *  Twice: already marked, or already retiring; nothing is saved.
 *  Late:  the instance is gone: refused, counted. */
export const handle: Handle<Ec2SpotInterruption, Needs<typeof onInterruption>> = (ports) => (warned) =>
  onInterruption(ports, warned, `spot-${warned.detail["instance-action"]}`);
export const handler = onQueue(
  route(spotInterruptedFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
