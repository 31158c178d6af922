import type { BlameRow } from "./blame.ts";

/** What the plane sees where EC2 gives no reason, or none that it can be asked for. */
export const SYMPTOMS = [
  "launch-died",
  "launch-never-running",
  "start-fell-back",
  "start-never-running",
  "type-cannot-start",
  "wrong-zone",
  "evidence-failed",
  "evidence-timeout",
  "instance-status-failed",
  "system-status-failed",
  "stop-stuck",
  "hibernate-stuck",
  "terminate-stuck",
  "started-unasked",
  "stopped-unasked",
  "terminated-unasked",
  "spot-interrupted",
  "rebalance-recommended",
  "retirement-scheduled",
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

type SymptomRow = Omit<BlameRow, "codes" | "calls" | "theirs" | "text" | "owner"> & {
  readonly codes: readonly Symptom[];
  readonly owner: Exclude<BlameRow["owner"], "request">;
};

const DESIGN = "the plane's own observation; EC2 documents no reason for it";

/** Something happened to launches or starts in one zone and type; if it happens in others too, it is the template's. */
const THERE = {
  owner: "offering",
  scope: "offering",
  fate: "retryable",
  alert: "offering-impaired",
  fix: "see AWS Health for {az} and show an instance that it happened to; the pool uses its other zones and types meanwhile",
} as const satisfies Partial<SymptomRow>;

/** The guest did not become what its template asks for. */
const GUEST = { owner: "member", scope: "template", fate: "retryable" } as const satisfies Partial<SymptomRow>;

const OTHERS = {
  owner: "account",
  scope: "pool",
  fate: "retryable",
  alert: "changed-by-others",
  source: "aws-nuke, cloud-custodian and instance schedulers do so; CloudTrail names the caller",
} as const satisfies Partial<SymptomRow>;

/** Symptoms with their owner. Where a StateReason can be had it is asked first: see `blameForStateReason`. */
export const SYMPTOM_ROWS: readonly SymptomRow[] = [
  {
    ...THERE,
    codes: ["launch-died"],
    claimant: "the instance ended before it was ready, and EC2 gives no reason",
    source: "karpenter-provider-aws#1407, cloud-cml#8",
  },
  {
    ...THERE,
    codes: ["launch-never-running", "start-never-running"],
    claimant: "EC2 accepted {type} in {az}, and it does not come up",
    source: "kubernetes/autoscaler#7314",
  },
  {
    ...THERE,
    codes: ["start-fell-back"],
    claimant: "EC2 accepted the start, and the instance is stopped as before",
    source: "aws-solutions/instance-scheduler-on-aws#9, modernisation-platform#2542",
  },
  {
    // The member is changed back, and the pair of image and type is remembered.
    ...THERE,
    codes: ["type-cannot-start"],
    claimant: "the instance cannot start as {type}",
    fix: "take {type} out of template {template}, or give {image} the drivers (ENA, NVMe) that {type} needs",
    source: "EC2 User Guide, Compatibility for changing the instance type",
  },
  {
    codes: ["wrong-zone"],
    owner: "template",
    scope: "offering",
    fate: "terminal",
    alert: "template-unlaunchable",
    claimant: "the subnet of {az} lies in another zone",
    fix: "name the subnet of template {template} under the zone that it is in",
    source: DESIGN,
  },
  {
    ...GUEST,
    codes: ["evidence-failed", "evidence-timeout"],
    claimant: "the instance did not prove that it is ready",
    fix: "greenroom show names the evidence that failed or is missing; see the boot script of template {template}",
    source: DESIGN,
  },
  {
    ...GUEST,
    codes: ["instance-status-failed"],
    claimant: "the instance is not reachable",
    fix: "see its console: kernel, network configuration or memory of {image}",
    source: "EC2 User Guide, Status checks for Amazon EC2 instances, Instance status checks",
  },
  {
    ...THERE,
    codes: ["system-status-failed"],
    owner: "aws",
    claimant: "the host of the instance is impaired",
    source: "EC2 User Guide, Status checks for Amazon EC2 instances, System status checks",
  },
  {
    codes: ["stop-stuck"],
    owner: "aws",
    scope: "none",
    fate: "retryable",
    claimant: "EC2 does not finish stopping the instance",
    fix: "nothing: it is stopped with Force after a while; Windows takes five minutes and more, metal about ten",
    source: "EC2 User Guide, Troubleshoot Amazon EC2 instance stop issues; packer#9562",
  },
  {
    codes: ["hibernate-stuck"],
    owner: "template",
    scope: "template",
    fate: "retryable",
    alert: "template-unlaunchable",
    claimant: "the instance does not finish hibernating",
    fix: "use an image whose kernel hibernates, or take hibernated out of target; the instance is stopped plainly",
    source: "amazonlinux/amazon-linux-2023#1049",
  },
  {
    codes: ["terminate-stuck"],
    owner: "aws",
    scope: "none",
    fate: "retryable",
    alert: "cannot-be-ended",
    claimant: "EC2 does not finish terminating the instance",
    fix: "write to AWS Support if it lasts; it counts towards max until then",
    source: "terraform-provider-aws#3452, #15222",
  },
  {
    ...OTHERS,
    codes: ["started-unasked", "stopped-unasked", "terminated-unasked"],
    claimant: "somebody outside the plane started, stopped or terminated the instance",
    fix: "find the caller in CloudTrail, and exclude the tag greenroom:pool there",
  },
  {
    codes: ["spot-interrupted", "rebalance-recommended"],
    owner: "offering",
    scope: "none",
    fate: "retryable",
    claimant: "EC2 takes the Spot instance back, or may",
    fix: "nothing; add types or zones to template {template} if it happens often",
    source: "EC2 User Guide, Spot Instance interruptions; karpenter#2853",
  },
  {
    codes: ["retirement-scheduled"],
    owner: "aws",
    scope: "none",
    fate: "retryable",
    claimant: "AWS retires the host of the instance",
    fix: "nothing: it is replaced before its date",
    source: "AWS Health, AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED",
  },
];
