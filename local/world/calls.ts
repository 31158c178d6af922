import type { InstanceId } from "../../core/model/ids.ts";

export const EC2_CALL_NAMES = [
  "RunInstances",
  "StartInstances",
  "StopInstances",
  "TerminateInstances",
  "ModifyInstanceAttribute",
  "CreateTags",
  "DeleteTags",
  "AssociateIamInstanceProfile",
  "DescribeIamInstanceProfileAssociations",
  "AttachNetworkInterface",
  "DescribeVolumes",
  "ModifyVolume",
  "AssociateAddress",
  "DescribeAddresses",
  "DescribeInstances",
  "DescribeInstancesById",
  "GetConsoleOutput",
] as const;
export type Ec2CallName = (typeof EC2_CALL_NAMES)[number];

/** Calls of EC2's API, by name. */
export interface Calls {
  count(name: Ec2CallName, of?: InstanceId): void;
  counts(): Readonly<Record<Ec2CallName, number>>;
}

/** `onDescribed` is told whom a describing call was about; undefined: everybody. */
export function callCounts(onDescribed: (of: InstanceId | undefined) => void): Calls {
  const counts = Object.fromEntries(EC2_CALL_NAMES.map((name) => [name, 0])) as Record<Ec2CallName, number>;
  return {
    count(name, of) {
      counts[name] += 1;
      if (name === "DescribeInstances" || name === "DescribeInstancesById") onDescribed(of);
    },
    counts: () => ({ ...counts }),
  };
}
