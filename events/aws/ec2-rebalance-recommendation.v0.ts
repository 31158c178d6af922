import * as z from "zod";
import type { Contract } from "../contract.ts";
import { instanceId } from "../envelope.ts";

const detail = z.object({ "instance-id": instanceId });

/** Source: EC2 User Guide, "EC2 instance rebalance recommendations". */
export const ec2RebalanceRecommendation = {
  source: "aws.ec2",
  detailType: "EC2 Instance Rebalance Recommendation",
  version: 0,
  says: "A Spot instance is at elevated risk of interruption.",
  detail,
} as const satisfies Contract;

export type Ec2RebalanceRecommendation = z.infer<typeof detail>;
