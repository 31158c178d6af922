import { BETWEEN_STATES_WAIT_MS } from "../limits.ts";
import { type BlameRow, CLIENT_CODES } from "./blame.ts";

/** Something the request names is not there, is not of this region, or is malformed. */
const ABSENT = {
  owner: "request",
  scope: "template",
  fate: "terminal",
  alert: "template-unlaunchable",
  source: CLIENT_CODES,
} as const satisfies Partial<BlameRow>;

/** What a claim names is not there, or in use: the instance is as good as before. */
const CLAIMED = { ...ABSENT, owner: "claim", scope: "none" } as const satisfies Partial<BlameRow>;

/** Resources that are not there, malformed or in use. */
export const RESOURCE_ROWS: readonly BlameRow[] = [
  {
    // "Does not exist", or "has not propagated through the system": no proof of anything.
    codes: ["InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound"],
    owner: "aws",
    scope: "none",
    fate: "retryable",
    answer: "unknown",
    claimant: "EC2 does not show the instance yet, or not any more",
    fix: "nothing: a complete sweep and a look by id prove whether it is gone",
    source: CLIENT_CODES,
  },
  {
    // It was listed a moment ago: not visible everywhere yet, or not any more.
    codes: ["InvalidAssociationID.NotFound", "InvalidSpotInstanceRequestID.NotFound", "InvalidVolume.NotFound"],
    owner: "aws",
    scope: "none",
    fate: "retryable",
    claimant: "EC2 does not show what belongs to the instance yet",
    fix: "nothing: it is looked up once more",
    source: CLIENT_CODES,
  },
  {
    ...ABSENT,
    codes: ["InvalidAMIID.Malformed", "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable"],
    owner: "template",
    claimant: "{image} is not available in {region}",
    fix: "name an image of {region} that is available to the account in template {template}, and apply",
  },
  {
    ...ABSENT,
    codes: [
      "InvalidSnapshot.NotFound",
      "InvalidSnapshotID.Malformed",
      "InvalidKernelId.Malformed",
      "InvalidRamDiskId.Malformed",
    ],
    owner: "template",
    claimant: "a part of {image} is missing",
    fix: "make {image} once more, with its snapshots, and name the new one in template {template}",
  },
  {
    ...ABSENT,
    codes: [
      "InvalidAvailabilityZone",
      "InvalidSubnet",
      "InvalidSubnetID.Malformed",
      "InvalidSubnetID.NotFound",
      "InvalidSubnetId.NotFound",
      "InvalidZone.NotFound",
    ],
    owner: "template",
    scope: "offering",
    claimant: "the subnet or zone {az} does not exist",
    fix: "name a subnet of {region} for {az} in template {template}, or take the zone out",
  },
  {
    ...ABSENT,
    codes: ["DefaultVpcDoesNotExist", "InvalidVpcID.NotFound", "VPCIdNotSpecified", "VPCResourceNotSpecified"],
    owner: "template",
    claimant: "the network of the instance does not exist",
    fix: "name subnets of a VPC of {region} in template {template}: {text}",
  },
  {
    ...ABSENT,
    codes: [
      "InvalidGroup.NotFound",
      "InvalidGroupId.Malformed",
      "InvalidSecurityGroupID.NotFound",
      "InvalidSecurityGroupId.Malformed",
    ],
    claimant: "a security group does not exist in the VPC of the instance: {text}",
    fix: "name security groups of the VPC that the subnets are in: {text}",
  },
  {
    ...ABSENT,
    codes: ["InvalidIamInstanceProfileArn.Malformed"],
    claimant: "the instance profile does not exist",
    fix: "name the instance profile by its name, and see that it exists: {text}",
  },
  {
    ...ABSENT,
    codes: ["InvalidKeyPair.NotFound"],
    owner: "template",
    claimant: "the key pair does not exist in {region}",
    fix: "make or import the key pair in {region}, or name another in template {template}",
  },
  {
    ...ABSENT,
    codes: [
      "InvalidLaunchTemplateId.Malformed",
      "InvalidLaunchTemplateId.NotFound",
      "InvalidLaunchTemplateId.VersionNotFound",
      "InvalidLaunchTemplateName.NotFoundException",
      "InvalidPlacementGroup.Unknown",
    ],
    owner: "template",
    claimant: "a launch template or placement group does not exist",
    fix: "mend what EC2 names in template {template}: {text}",
  },
  {
    ...ABSENT,
    codes: [
      "InvalidCapacityReservationId.Malformed",
      "InvalidCapacityReservationId.NotFound",
      "InvalidHostID.NotFound",
    ],
    owner: "template",
    claimant: "a host or reservation does not exist",
    fix: "name a Dedicated Host or Capacity Reservation of {az} in template {template}: {text}",
  },
  {
    ...CLAIMED,
    codes: [
      "InvalidAddress.Locked",
      "InvalidAddress.Malformed",
      "InvalidAddress.NotFound",
      "InvalidAddressID.NotFound",
      "InvalidAllocationID.NotFound",
    ],
    claimant: "the Elastic IP address does not exist in {region}, or is locked",
    fix: "allocate it in {region}, or name another: {text}",
  },
  {
    ...CLAIMED,
    codes: ["InvalidIPAddress.InUse", "Resource.AlreadyAssigned", "Resource.AlreadyAssociated"],
    claimant: "the address is in use by another resource",
    fix: "release it there first; an address belongs to one live claim at a time: {text}",
  },
  {
    // "If you are trying to associate an Elastic IP address …, ensure that an internet gateway is attached to the relevant VPC."
    ...CLAIMED,
    codes: ["Gateway.NotAttached"],
    claimant: "the VPC of the instance has no internet gateway, so it cannot have an Elastic IP address",
    fix: "attach an internet gateway to the VPC of template {template}, or take elasticIps out of the pool's allows",
  },
  {
    ...CLAIMED,
    codes: [
      "InvalidAttachment.NotFound",
      "InvalidAttachmentID.NotFound",
      "InvalidNetworkInterface.InUse",
      "InvalidNetworkInterface.NotFound",
      "InvalidNetworkInterfaceAttachmentId.Malformed",
      "InvalidNetworkInterfaceID.NotFound",
      "InvalidNetworkInterfaceId.Malformed",
    ],
    claimant: "the network interface does not exist in the zone of the instance, or is in use: {text}",
    fix: "name a free interface of the instance's zone: {text}",
  },
  {
    ...ABSENT,
    codes: ["InvalidSpotInstanceRequestID.Malformed", "InvalidVolumeID.Malformed"],
    owner: "request",
    scope: "none",
    alert: "unlisted-error",
    claimant: "an id is malformed",
    fix: "report it: the plane has a defect. {text}",
  },
  {
    // A volume in use is ours, between two states, or somebody detached and attached it elsewhere.
    codes: ["VolumeInUse"],
    owner: "aws",
    scope: "none",
    fate: "retry-after",
    retryAfterMs: BETWEEN_STATES_WAIT_MS,
    claimant: "the volume is busy",
    fix: "nothing, unless somebody attached it elsewhere: {text}",
    source: CLIENT_CODES,
  },
];
