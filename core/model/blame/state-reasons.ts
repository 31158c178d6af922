import { ACCESS_WAIT_MS, CAPACITY_LEAST_MS } from "../limits.ts";
import type { BlameRow } from "./blame.ts";
import { QUOTA_ROWS } from "./quotas.ts";

const STATE_REASON = "EC2 API Reference, StateReason";

/** Somebody else used EC2's API on a member. */
const OTHERS = {
  owner: "account",
  scope: "pool",
  fate: "retryable",
  alert: "changed-by-others",
  source: STATE_REASON,
} as const satisfies Partial<BlameRow>;

/** Whoever calls RunInstances or StartInstances lets EC2 use the key of the volumes, by a grant. */
const KEY = {
  owner: "account",
  scope: "template",
  fate: "retry-after",
  retryAfterMs: ACCESS_WAIT_MS,
  alert: "key-unusable",
} as const satisfies Partial<BlameRow>;

const volumes = QUOTA_ROWS.filter(({ codes }) => codes.includes("VolumeLimitExceeded")).map((row) => ({
  ...row,
  codes: ["Client.VolumeLimitExceeded"],
  source: STATE_REASON,
}));

/** What an instance's StateReason means where the plane did not ask for the change. Only a look by id shows it. */
export const STATE_REASON_ROWS: readonly BlameRow[] = [
  ...volumes,
  {
    ...KEY,
    codes: ["Client.InternalError"],
    claimant: "EC2 cannot use the encryption key of the instance's volumes",
    fix: "allow {role} kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext and kms:ReEncrypt* on {key}, in its IAM policy and in the key's own policy",
    source: `${STATE_REASON}; AWS re:Post, Why does my EC2 instance go from Pending to Stopped; modernisation-platform#2542`,
  },
  {
    ...KEY,
    codes: ["Client.InvalidKMSKey.InvalidState"],
    // Said of a key that is disabled, and of one that the caller may make no grant of.
    claimant:
      "EC2 cannot use the encryption key of the instance's volumes: it is disabled, or the plane may make no grant of it",
    fix: "enable {key} (kms:EnableKey, kms:CancelKeyDeletion), and allow {role} kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext and kms:ReEncrypt* on it",
    source: "EC2, as openshift/osd-network-verifier knows it; in no list of codes",
  },
  {
    codes: ["Client.InvalidSnapshot.NotFound"],
    owner: "template",
    scope: "template",
    fate: "terminal",
    alert: "template-unlaunchable",
    claimant: "a snapshot of {image} does not exist",
    fix: "make {image} once more, with its snapshots, and name the new one in template {template}",
    source: STATE_REASON,
  },
  {
    // The guest: a boot script that ends in a shutdown, or a user. For a template that is ready by stopping itself, the evidence.
    codes: ["Client.InstanceInitiatedShutdown"],
    owner: "member",
    scope: "template",
    fate: "retryable",
    claimant: "the instance shut itself down",
    fix: "see its console and boot script: something in the guest called shutdown",
    source: STATE_REASON,
  },
  {
    ...OTHERS,
    codes: ["Client.UserInitiatedShutdown"],
    claimant: "somebody stopped or terminated the instance through EC2",
    fix: "find who called StopInstances or TerminateInstances in CloudTrail, and exclude the tag greenroom:pool there",
  },
  {
    ...OTHERS,
    codes: ["Client.UserInitiatedHibernate"],
    claimant: "somebody hibernated the instance through EC2",
    fix: "find who called StopInstances with Hibernate in CloudTrail, and exclude the tag greenroom:pool there",
  },
  {
    ...OTHERS,
    codes: ["Client.InstanceTerminated"],
    claimant: "somebody made an image of the instance",
    fix: "find who called CreateImage in CloudTrail: it rebooted or ended the instance",
  },
  {
    codes: ["Server.InsufficientInstanceCapacity"],
    owner: "offering",
    scope: "offering",
    fate: "retry-after",
    retryAfterMs: CAPACITY_LEAST_MS,
    answer: "no-capacity",
    claimant: "EC2 has no capacity for {type} in {az} now",
    fix: "add zones (subnets) or types to the template, or reserve capacity in {az}",
    source: STATE_REASON,
  },
  {
    // "An internal error caused the instance to terminate during launch." With Client.InternalError in its text it is the key.
    codes: ["Server.InternalError"],
    owner: "aws",
    scope: "offering",
    fate: "retryable",
    alert: "offering-impaired",
    claimant: "EC2 failed to launch or start the instance",
    fix: "see AWS Health for EC2 in {az}; the pool uses its other zones and types meanwhile",
    source: STATE_REASON,
  },
  {
    codes: ["Server.SpotInstanceShutdown", "Server.SpotInstanceTermination"],
    owner: "offering",
    scope: "offering",
    fate: "retry-after",
    retryAfterMs: CAPACITY_LEAST_MS,
    answer: "no-capacity",
    claimant: "EC2 took the Spot instance back",
    fix: "add zones or types to the template, or use On-Demand for what may not be interrupted",
    source: STATE_REASON,
  },
  {
    codes: ["Server.ScheduledStop"],
    owner: "aws",
    scope: "none",
    fate: "retryable",
    claimant: "AWS retired the host of the instance",
    fix: "nothing: it starts on another host, or is replaced",
    source: STATE_REASON,
  },
];
