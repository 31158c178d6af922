import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId } from "../envelope.ts";
import { EC2_STATES } from "../states.ts";

const detail = z.object({
  "instance-id": instanceId,
  state: z.enum(EC2_STATES),
});

/** Source: EC2 User Guide, "Instance state change events". Carries no tags, type or cause, and an OS reboot sends none. */
export const ec2InstanceStateChange = {
  source: "aws.ec2",
  detailType: "EC2 Instance State-change Notification",
  version: 0,
  says: "EC2 moved an instance to another state. Best effort: may be late, doubled, out of order or missing.",
  detail,
} as const satisfies Contract;

export type Ec2InstanceStateChange = z.infer<typeof detail>;
