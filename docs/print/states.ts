import type { State } from "../../core/model/instance.ts";

/** What each state means, and what EC2 is meanwhile. */
export const STATE_MEANINGS: Readonly<Record<State, { readonly ec2: string; readonly means: string }>> = {
  launching: { ec2: "pending", means: "EC2 accepted the launch." },
  preparing: {
    ec2: "running, rebooting",
    means: "Evidence of readiness is incomplete: the image prepares itself, reboots, sets its clock, starts its agent.",
  },
  parking: { ec2: "stopping", means: "Ready, and on its way into the pool." },
  warm: { ec2: "stopped; running in tier running", means: "In the pool, free to be claimed." },
  "handing-over": {
    ec2: "pending, running",
    means: "Leased to a claim: changed to what it asks for, started, verified.",
  },
  "in-use": { ec2: "any live state", means: "Delivered. What happens to it is the claimant's business, and told." },
  returning: { ec2: "running", means: "Released for reuse and being scrubbed." },
  quarantined: { ec2: "any", means: "Something went wrong: kept for inspection, counted outside the pool." },
  retiring: { ec2: "shutting-down", means: "Its termination is asked for; asked again until EC2 says it is over." },
  gone: { ec2: "nothing", means: "A tombstone with its proof. Final." },
};
