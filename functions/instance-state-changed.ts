import { onInstanceState } from "../core/flows/on-instance-state.ts";
import { type Ec2InstanceStateChange, ec2InstanceStateChange } from "../events/aws/ec2-instance-state-change.v0.ts";
import { onQueue } from "./shared/on-queue.ts";
import { wiredBy } from "./shared/ports.ts";
import { type Handle, route } from "./shared/route.ts";

/** EC2 says an instance changed state.
 *  In:    aws.ec2 "EC2 Instance State-change Notification" v0
 *  Out:   at most one saved transition (two, if it completes the evidence of the state it enters), and the actions they ask for.
 *  Twice: already there; nothing is saved.
 *  Late:  older than the record's observation: dropped, counted. */
export const handle: Handle<Ec2InstanceStateChange> = (ports) => (seen) => onInstanceState(ports, seen);
export const instanceStateChanged = route("instance-state-changed", ec2InstanceStateChange, handle);
export const handler = onQueue(instanceStateChanged, await wiredBy(() => import("./shared/wire/with-queues.ts")));
