import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId } from "../envelope.ts";

const detail = z.object({
  "instance-id": instanceId,
  state: z.enum(["pending", "running", "stopping", "stopped", "shutting-down", "terminated"]),
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
