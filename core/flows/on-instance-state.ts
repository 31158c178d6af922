import type { Ec2InstanceStateChange } from "../../events/aws/ec2-instance-state-change.v0.ts";
import type { Heard } from "../../events/contract.ts";
import type { Ports } from "../ports/ports.ts";
import { type Moved, move } from "./steps/move.ts";

/** EC2 says an instance changed state. The record is the filter: an id that none knows causes no call. */
export const onInstanceState = (
  ports: Pick<Ports, "clock" | "instances" | "claims" | "records" | "actions">,
  { id, at: seenAt, detail }: Heard<Ec2InstanceStateChange>,
): Promise<Moved> =>
  move(ports, detail["instance-id"], () => ({
    name: `ec2:${detail.state}`,
    seenAt,
    at: ports.clock.now(),
    cause: `event:${id}`,
  }));
