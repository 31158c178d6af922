import type { State } from "../../core/model/instance.ts";

/** What each state means, and what EC2 is meanwhile. */
export const STATE_MEANINGS: Readonly<Record<State, { readonly ec2: string; readonly means: string }>> = {
  launching: { ec2: "pending", means: "EC2 accepted the launch." },
  preparing: {
    ec2: "running, rebooting",
    means: "Evidence of readiness is incomplete: the image prepares itself, reboots, sets its clock, starts its agent.",
  },
  parking: { ec2: "stopping", means: "Ready, and being stopped or hibernated." },
  warm: { ec2: "stopped; running in tier running", means: "In the pool, available to a claim." },
  "handing-over": {
    ec2: "pending, running",
    means: "STARTING on screens. Leased to a claim: its overrides are applied, it is started and verified.",
  },
  "in-use": {
    ec2: "any live state",
    means: "Delivered. What happens to it is up to the claimant; changes are published.",
  },
  returning: { ec2: "running", means: "Released for reuse, and being scrubbed." },
  quarantined: { ec2: "any", means: "Something went wrong: kept for inspection, not counted as stock." },
  retiring: {
    ec2: "shutting-down",
    means: "Its termination was requested, and is requested again until EC2 reports it.",
  },
  gone: { ec2: "terminated", means: "A tombstone with the proof of termination. Final." },
};
