import { QUOTA_WAIT_MS } from "../blame-limits.ts";
import { type BlameRow, CLIENT_CODES } from "./blame.ts";

/** Of every quota: what the account may not have now, it may have once others have stopped, or the quota is raised. */
const QUOTA = {
  owner: "account",
  scope: "template",
  fate: "retry-after",
  retryAfterMs: QUOTA_WAIT_MS,
  answer: "no-capacity",
  alert: "quota-reached",
  source: CLIENT_CODES,
} as const satisfies Partial<BlameRow>;

/** Quotas of the account and region. A refusal costs nothing, and quotas of instances are by family of types: they stay with their
 *  template. Their names are Service Quotas' own, services Amazon EC2, EBS and VPC. */
export const QUOTA_ROWS: readonly BlameRow[] = [
  {
    ...QUOTA,
    codes: ["InstanceLimitExceeded", "VcpuLimitExceeded"],
    claimant: "the account's quota of running instances is reached",
    fix: "raise the quota “Running On-Demand … instances” (vCPUs) of the family of {type} in {region}, or lower the targets of its pools",
  },
  {
    ...QUOTA,
    codes: ["MaxSpotInstanceCountExceeded"],
    claimant: "the account's quota of Spot instances is reached",
    fix: "raise the quota “All … Spot Instance Requests” (vCPUs) of the family of {type} in {region}; stopped Spot instances count",
  },
  {
    ...QUOTA,
    codes: ["VolumeLimitExceeded"],
    claimant: "the account's quota of EBS storage is reached",
    fix: "raise the EBS quota “Storage for … volumes, in TiB” in {region}: stopped members occupy their volumes too",
  },
  {
    ...QUOTA,
    codes: ["MaxIOPSLimitExceeded"],
    claimant: "the account's quota of provisioned IOPS is reached",
    fix: "raise the EBS quota “IOPS for Provisioned IOPS SSD … volumes” in {region}, or use gp3",
  },
  {
    ...QUOTA,
    codes: ["NetworkInterfaceLimitExceeded"],
    claimant: "the account's quota of network interfaces is reached",
    fix: "raise the VPC quota “Network interfaces per Region” in {region}: stopped members occupy theirs too",
  },
  {
    ...QUOTA,
    codes: ["ResourceLimitExceeded"],
    claimant: "a quota of the account is reached",
    fix: "raise the quota that EC2 names in {region}: {text}",
  },
  {
    ...QUOTA,
    codes: ["HostLimitExceeded", "PlacementGroupLimitExceeded"],
    claimant: "a quota of the account is reached",
    fix: "raise the quota “Running Dedicated … Hosts” or of placement groups in {region}: {text}",
  },
  {
    ...QUOTA,
    codes: ["AddressLimitExceeded"],
    claimant: "the account's quota of Elastic IP addresses is reached",
    fix: "raise the quota “EC2-VPC Elastic IPs” in {region}, or release addresses that nobody uses",
  },
  {
    // "… or wait for the current volume modifications to complete and then retry."
    ...QUOTA,
    codes: ["VolumeModificationSizeLimitExceeded"],
    scope: "none",
    claimant: "the account's quota of volume modifications is reached; the root volume cannot grow now",
    fix: "raise the EBS quota “Storage modifications for … volumes, in TiB” in {region}, or let current modifications complete",
  },
];
