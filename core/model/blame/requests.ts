import { type BlameRow, CLIENT_CODES, COMMON_CODES } from "./blame.ts";

/** The request can never work: whoever made it up is to mend it, the template's author or the claimant. */
const WRONG = {
  owner: "request",
  scope: "template",
  fate: "terminal",
  alert: "template-unlaunchable",
  source: CLIENT_CODES,
} as const satisfies Partial<BlameRow>;

/** What is wrong with a request by itself, wherever it is made. */
export const REQUEST_ROWS: readonly BlameRow[] = [
  {
    ...WRONG,
    codes: ["InvalidParameterValue"],
    text: /iam ?instance ?profile/i,
    claimant: "the instance profile does not exist, or is not visible to EC2 yet: {text}",
    fix: "name an instance profile (not a role) that exists, and allow {role} iam:PassRole on its role: {text}",
    source: COMMON_CODES,
  },
  {
    ...WRONG,
    codes: [
      "InvalidCharacter",
      "InvalidParameter",
      "InvalidParameterCombination",
      "InvalidParameterDependency",
      "InvalidParameterValue",
      "MissingParameter",
      "UnknownParameter",
    ],
    claimant: "EC2 does not take a value of the request: {text}",
    fix: "mend what EC2 names, in template {template} or in the claim: {text}",
    source: COMMON_CODES,
  },
  {
    ...WRONG,
    codes: ["ClientInvalidParameterValue", "InvalidID", "InvalidInput", "InvalidRequest", "MissingInput"],
    claimant: "EC2 does not take a value of the request: {text}",
    fix: "mend what EC2 names, in template {template} or in the claim: {text}",
  },
  {
    ...WRONG,
    codes: ["InvalidUserData.Malformed"],
    claimant: "the user data is not base64, or more than 16 KB",
    fix: "give the boot script of template {template} as plain text of at most 16 KB; the plane encodes it",
    source: "EC2 User Guide, Run commands when you launch an EC2 instance with user data input; jenkinsci/ec2-plugin",
  },
  {
    ...WRONG,
    codes: ["TagPolicyViolation"],
    claimant: "a tag policy of the organization does not allow a tag: {text}",
    fix: "use a key and value that the tag policy allows: {text}",
    source: COMMON_CODES,
  },
  {
    ...WRONG,
    codes: ["InvalidTagKey.Malformed", "TagLimitExceeded"],
    claimant: "EC2 does not take the tags: 50 at most, and no key may begin with aws:",
    fix: "ask for fewer tags, or other keys: {text}",
  },
  {
    ...WRONG,
    codes: ["UnsupportedOperation", "UnsupportedInstanceAttribute"],
    claimant: "EC2 cannot do this with {type}: {text}",
    fix: "mend what EC2 names; often the type does not go with the architecture, boot mode or ENA of {image}: {text}",
    source: COMMON_CODES,
  },
  {
    ...WRONG,
    codes: [
      "InvalidInstanceAttributeValue",
      "InvalidInstanceFamily",
      "InvalidInstanceType",
      "UnsupportedInstanceTypeOnHost",
    ],
    claimant: "{type} cannot be had here: {text}",
    fix: "name a type of the image's architecture that the region offers: {text}",
  },
  {
    ...WRONG,
    codes: ["UnsupportedHibernationConfiguration"],
    claimant: "the instance cannot hibernate",
    fix: "use an encrypted root volume large enough for the RAM of {type}, and an image and type that can hibernate, or take hibernated out of target",
  },
  {
    ...WRONG,
    codes: ["BootForVolumeTypeUnsupported", "UnknownVolumeType", "InvalidBlockDeviceMapping", "NonEBSInstance"],
    claimant: "the root volume cannot be as the request says: {text}",
    fix: "use an EBS volume type that can boot (gp3, gp2, io1, io2), with sizes at least the snapshot's: {text}",
  },
  {
    ...WRONG,
    codes: ["EncryptedVolumesNotSupported", "VolumeIOPSLimit", "InvalidVolume.ZoneMismatch", "ZonesMismatched"],
    claimant: "the root volume cannot be as the request says: {text}",
    fix: "ask for a size, IOPS and type of volume that go together: {text}",
  },
  {
    ...WRONG,
    codes: ["AttachmentLimitExceeded", "InvalidInterface.IpAddressLimitExceeded", "PrivateIpAddressLimitExceeded"],
    claimant: "{type} takes no more network interfaces, addresses or volumes",
    fix: "ask for a larger type, or for fewer interfaces and addresses",
  },
  {
    ...WRONG,
    codes: [
      "SecurityGroupLimitExceeded",
      "SecurityGroupsPerInstanceLimitExceeded",
      "SecurityGroupsPerInterfaceLimitExceeded",
    ],
    claimant: "the instance would have more security groups than the account allows",
    fix: "name fewer security groups, or raise the VPC quota “Security groups per network interface”",
  },
  {
    ...WRONG,
    codes: [
      "InvalidTenancy",
      "UnsupportedTenancy",
      "InvalidAffinity",
      "InvalidAutoPlacement",
      "InvalidHostConfiguration",
      "UnsupportedHostConfiguration",
    ],
    claimant: "the tenancy is not supported: {text}",
    fix: "use subnets of a VPC with default tenancy, or Dedicated Hosts that have {type}: {text}",
  },
  {
    ...WRONG,
    codes: ["InstanceCreditSpecification.NotSupported", "InvalidCpuCredits", "InvalidCpuCredits.Malformed"],
    claimant: "{type} has no CPU credits to configure",
    fix: "leave credits out, or use a burstable type",
  },
  {
    ...WRONG,
    codes: ["OperationNotPermitted", "InvalidInstanceID", "InvalidInstanceID.NotLinkable", "BundlingInProgress"],
    claimant: "EC2 does not allow this of the instance: {text}",
    fix: "see what holds the instance (protection, several interfaces, another task): {text}",
    source: `${CLIENT_CODES}; InvalidInstanceID as hashicorp/terraform#3205 quotes it`,
  },
  {
    ...WRONG,
    codes: [
      "ResourceCountExceeded",
      "RequestResourceCountExceeded",
      "FilterLimitExceeded",
      "InvalidMaxResults",
      "InvalidFilter",
    ],
    claimant: "the request asks for too much at once: {text}",
    fix: "lower the bounds of the plane's batches: {text}",
  },
  {
    ...WRONG,
    codes: [
      "InvalidGroup.Reserved",
      "InvalidManifest",
      "InvalidProductInfo",
      "InvalidUserID.Malformed",
      "InvalidLaunchTargets",
    ],
    claimant: "EC2 does not take a value of the request: {text}",
    fix: "mend what EC2 names in template {template}: {text}",
  },
  {
    ...WRONG,
    codes: ["DependencyViolation", "InvalidRegion", "UnsupportedException"],
    claimant: "the region does not offer this: {text}",
    fix: "mend the pool's region, or what depends on the resource: {text}",
  },
];
