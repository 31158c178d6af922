import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId } from "../envelope.ts";

const detail = z.object({
  "instance-id": instanceId,
  "instance-action": z.enum(["terminate", "stop", "hibernate"]),
});

/** Source: EC2 User Guide, "Spot Instance interruption notices". */
export const ec2SpotInterruption = {
  source: "aws.ec2",
  detailType: "EC2 Spot Instance Interruption Warning",
  version: 0,
  says: "EC2 will interrupt a Spot instance in about two minutes.",
  detail,
} as const satisfies Contract;

export type Ec2SpotInterruption = z.infer<typeof detail>;
