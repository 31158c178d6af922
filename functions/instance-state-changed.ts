import { onInstanceState } from "../core/flows/on-instance-state.ts";
import type { Needs } from "../core/ports/ports.ts";
import type { Ec2InstanceStateChange } from "../events/aws/ec2-instance-state-change.v0.ts";
import { instanceStateChangedFunction } from "./manifest.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** EC2 says an instance changed state.
 *  In:    aws.ec2 "EC2 Instance State-change Notification" v0
 *  Out:   at most one saved transition (two, if it completes the evidence of the state it enters), and the actions they ask for.
 *  Twice: already there; nothing is saved.
 *  Late:  older than the record's observation: dropped, counted. */
export const handle: Handle<Ec2InstanceStateChange, Needs<typeof onInstanceState>> = (ports) => (seen) =>
  onInstanceState(ports, seen);
export const handler = onQueue(
  route(instanceStateChangedFunction, handle),
  await wiredBy(async () => (await import("./shared/wire/queues.ts")).wiredToQueues()),
);
