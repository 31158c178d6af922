import {
  ACCESS_WAIT_MS,
  BETWEEN_STATES_WAIT_MS,
  HIBERNATION_WAIT_MS,
  THROTTLED_WAIT_MS,
} from "../../../core/model/limits.ts";
import type { Refusal } from "../../../core/ports/ec2.ts";
import type { Fate } from "../../../core/ports/errors.ts";
import { type AwsFailure, COMMON_ERRORS, type Codes, type ErrorTable, tableOf } from "../errors.ts";

/** What one of EC2's error codes means to the plane: a refusal, an id EC2 does not know, a token it no longer takes, or the fate of
 *  the call.
 *  None means `already`: starting what runs, stopping what is stopped and terminating what is terminated all succeed, and the
 *  previous state in the answer shows which (`power.ts`). */
export type Ec2Meaning = Refusal["kind"] | "unknown" | "expired" | Fate;

const COMMON = "EC2 Developer Guide, Error codes, Common client error codes";
const CLIENT = "EC2 Developer Guide, Error codes, Client error codes for specific actions";
const SERVER = "EC2 Developer Guide, Error codes, Server error codes";

/** EC2 says "cannot" and "cannot yet" of a hibernation by one code; only the text distinguishes them. */
const NOT_READY_TO_HIBERNATE = "UnsupportedOperation: not ready to hibernate yet";

/** Of a token it says what it says of any wrong parameter. Undocumented; reported of DescribeInstances ("Unable to parse pagination
 *  token") and of DescribeVpcs ("for parameter NextToken is invalid", boto3 #2673). */
const BAD_TOKEN = "InvalidParameterValue: not a token";

const ROWS: readonly Codes<Ec2Meaning>[] = [
  {
    // None of this type in this zone now: another zone or type, or a later hour, may do.
    means: "no-capacity",
    source: SERVER,
    codes: [
      "InsufficientAddressCapacity",
      "InsufficientCapacity",
      "InsufficientHostCapacity",
      "InsufficientInstanceCapacity",
      "InsufficientReservedInstanceCapacity",
      "InsufficientVolumeCapacity",
    ],
  },
  {
    means: "no-capacity",
    source: CLIENT,
    codes: [
      "IncompatibleHostRequirements",
      "InsufficientCapacityOnHost",
      "InsufficientFreeAddressesInSubnet",
      "InsufficientReservedInstancesCapacity",
      "ReservationCapacityExceeded",
      "SpotMaxPriceTooLow",
      "UnavailableHostRequirements",
      "UnfulfillableCapacity",
    ],
  },
  {
    // Quotas are capacity too: what the account may not have now, it may have once others have stopped.
    means: "no-capacity",
    source: CLIENT,
    codes: [
      "InstanceLimitExceeded",
      "MaxIOPSLimitExceeded",
      "MaxSpotInstanceCountExceeded",
      "NetworkInterfaceLimitExceeded",
      "ResourceLimitExceeded",
      "VcpuLimitExceeded",
      "VolumeLimitExceeded",
    ],
  },
  {
    // A volume changes four times a day at most: another member's may still.
    means: "no-capacity",
    source: "EC2 API Reference, ModifyVolume; the code is as aws-ebs-csi-driver knows it",
    codes: ["VolumeModificationRateExceeded"],
  },
  {
    // Of a volume that is still being changed.
    means: "retry-after",
    retryAfterMs: BETWEEN_STATES_WAIT_MS,
    source: CLIENT,
    codes: ["IncorrectModificationState"],
  },
  {
    // "You might be trying to launch an instance in an Availability Zone that currently has constraints on that type."
    means: "no-capacity",
    source: CLIENT,
    codes: ["Unsupported", "VolumeTypeNotAvailableInZone"],
  },
  {
    // "Does not exist", or "has not propagated through the system": no proof of anything.
    means: "unknown",
    source: CLIENT,
    codes: ["InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound"],
  },
  {
    // "There are multiple interfaces attached to instance … Please specify an interface ID for the operation instead."
    means: "impossible",
    source: "EC2, as hashicorp/terraform#3205 quotes it; in no list of codes",
    codes: ["InvalidInstanceID"],
  },
  {
    // How long a token lives is not stated: a listing begins again.
    means: "expired",
    source: CLIENT,
    codes: ["InvalidNextToken", "InvalidPaginationToken", BAD_TOKEN],
  },
  {
    // "Not in a state from which it can be started" is said of `stopping`, "has never reached the 'running' state" of a stop
    // while `pending`: the next event settles both. Of an instance on its way out it is said too; then the next event moves
    // the record on, and the action is dropped.
    means: "retry-after",
    retryAfterMs: BETWEEN_STATES_WAIT_MS,
    source: CLIENT,
    codes: ["IncorrectInstanceState", "IncorrectState", "InvalidInstanceState", "InvalidState"],
  },
  {
    // A Spot instance cannot be started until its request has noticed that it stopped.
    means: "retry-after",
    retryAfterMs: BETWEEN_STATES_WAIT_MS,
    source:
      "EC2 User Guide, Troubleshoot EC2 instance hibernation, Can't start Spot Instance immediately after hibernate",
    codes: ["IncorrectSpotRequestState"],
  },
  {
    means: "retry-after",
    retryAfterMs: HIBERNATION_WAIT_MS,
    source: "EC2 User Guide, Troubleshoot EC2 instance hibernation, Can't hibernate immediately after launch",
    codes: [NOT_READY_TO_HIBERNATE],
  },
  {
    means: "retry-after",
    retryAfterMs: THROTTLED_WAIT_MS,
    source: "EC2 Developer Guide, Request throttling",
    codes: ["EC2ThrottledException", "RequestLimitExceeded"],
  },
  { means: "retry-after", retryAfterMs: THROTTLED_WAIT_MS, source: CLIENT, codes: ["ConcurrentTagAccess"] },
  {
    // The account or its rights, not the instance: a whole pool would be quarantined if this were `impossible`.
    means: "retry-after",
    retryAfterMs: ACCESS_WAIT_MS,
    source: COMMON,
    codes: ["AuthFailure", "Blocked", "PendingVerification", "UnauthorizedOperation"],
  },
  { means: "retryable", source: SERVER, codes: ["InternalError", "ServerInternal", "Unavailable"] },
  // It was listed a moment ago: not visible everywhere yet, or not any more.
  {
    means: "retryable",
    source: CLIENT,
    codes: ["InvalidAssociationID.NotFound", "InvalidSpotInstanceRequestID.NotFound", "InvalidVolume.NotFound"],
  },
  {
    // The token belongs to another launch, or for one whose instances are gone: a new plan makes a new token.
    means: "impossible",
    source: "EC2 Developer Guide, Ensuring idempotency in Amazon EC2 API requests; Error codes",
    codes: ["IdempotentInstanceTerminated", "IdempotentParameterMismatch", "InvalidClientToken"],
  },
  {
    means: "impossible",
    source: COMMON,
    codes: [
      "InvalidCharacter",
      "InvalidParameter",
      "InvalidParameterCombination",
      "InvalidParameterDependency",
      "InvalidParameterValue",
      "MissingParameter",
      "TagPolicyViolation",
      "UnknownParameter",
      "UnsupportedInstanceAttribute",
      "UnsupportedOperation",
    ],
  },
  {
    means: "impossible",
    source: CLIENT,
    codes: [
      "AttachmentLimitExceeded",
      "CustomerKeyHasBeenRevoked",
      "EncryptedVolumesNotSupported",
      "InvalidAddress.Locked",
      "InvalidAddress.NotFound",
      "InvalidAddressID.NotFound",
      "InvalidAllocationID.NotFound",
      "InvalidAMIID.Malformed",
      "InvalidAMIID.NotFound",
      "InvalidAMIID.Unavailable",
      "InvalidAvailabilityZone",
      "InvalidBlockDeviceMapping",
      "InvalidGroup.NotFound",
      "InvalidGroupId.Malformed",
      "InvalidIamInstanceProfileArn.Malformed",
      "InvalidID",
      "InvalidInput",
      "InvalidInstanceAttributeValue",
      "InvalidInstanceType",
      "InvalidNetworkInterface.InUse",
      "InvalidNetworkInterface.NotFound",
      "InvalidNetworkInterfaceID.NotFound",
      "InvalidNetworkInterfaceId.Malformed",
      "InvalidRequest",
      "InvalidSecurityGroupID.NotFound",
      "InvalidSecurityGroupId.Malformed",
      "InvalidSnapshot.NotFound",
      "InvalidSubnet",
      "InvalidSubnetID.Malformed",
      "InvalidSubnetID.NotFound",
      "InvalidSubnetId.NotFound",
      "InvalidTagKey.Malformed",
      "InvalidZone.NotFound",
      "NonEBSInstance",
      "OperationNotPermitted",
      "ResourceCountExceeded",
      "SecurityGroupsPerInstanceLimitExceeded",
      "SecurityGroupsPerInterfaceLimitExceeded",
      "TagLimitExceeded",
      "UnsupportedHibernationConfiguration",
      "VPCIdNotSpecified",
      "VPCResourceNotSpecified",
    ],
  },
];

/** The one owner of what EC2's error codes mean. */
export const EC2_ERRORS: ErrorTable<Ec2Meaning> = tableOf<Ec2Meaning>([...COMMON_ERRORS, ...ROWS]);

/** The row of a failure; undefined: nobody has listed its code yet. */
export function rowOf({ code, message }: Pick<AwsFailure, "code" | "message">): Codes<Ec2Meaning> | undefined {
  return EC2_ERRORS.get(toldByText(code, message) ?? code);
}

function toldByText(code: string, message: string): string | undefined {
  if (code === "UnsupportedOperation" && /not ready to hibernate yet/i.test(message)) return NOT_READY_TO_HIBERNATE;
  return code === "InvalidParameterValue" && /pagination token|parameter NextToken/i.test(message)
    ? BAD_TOKEN
    : undefined;
}
