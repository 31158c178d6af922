/** What a call of ours to EC2 is for. */
export type CallPurpose = "launch" | "start" | "stop" | "terminate" | "change" | "read";

/** Every EC2 API that the plane calls, with what it is for. */
export const CALL_PURPOSES = {
  RunInstances: "launch",
  StartInstances: "start",
  StopInstances: "stop",
  TerminateInstances: "terminate",
  CancelSpotInstanceRequests: "terminate",
  ModifyInstanceAttribute: "change",
  ModifyVolume: "change",
  CreateTags: "change",
  DeleteTags: "change",
  AssociateAddress: "change",
  AttachNetworkInterface: "change",
  AssociateIamInstanceProfile: "change",
  DisassociateIamInstanceProfile: "change",
  ReplaceIamInstanceProfileAssociation: "change",
  DescribeInstances: "read",
  DescribeInstanceStatus: "read",
  DescribeVolumes: "read",
  DescribeAddresses: "read",
  DescribeNetworkInterfaces: "read",
  DescribeIamInstanceProfileAssociations: "read",
  DescribeSpotInstanceRequests: "read",
  GetConsoleOutput: "read",
} as const satisfies Record<string, CallPurpose>;
export type Ec2Call = keyof typeof CALL_PURPOSES;
