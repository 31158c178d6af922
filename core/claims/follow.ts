import { type Claim, isAnswered } from "../model/claim.ts";
import type { Instance } from "../model/instance.ts";
import { reason } from "../model/reason.ts";
import { handOverOf } from "./hand-over.ts";
import { delivered, lost, putBack, type Step } from "./life.ts";

/** What a change of its instance makes of a claim; undefined: nothing.
 *  `before` held the lease; `after` is what is saved in the same write. */
export function follow(claim: Claim, before: Instance, after: Instance): Claim | undefined {
  const mine = before.lease?.claim === claim.id && before.lease.epoch === claim.leaseEpoch;
  if (!mine) return undefined;
  const step: Step = { at: after.last.at, cause: after.last.cause, reasons: after.last.reasons };
  const kept = after.lease?.epoch === before.lease?.epoch;
  if (claim.state === "leased" && kept && after.state === "in-use")
    return delivered(claim, { ...step, reasons: [reason("delivered")] }, handOverOf(claim, before, after));
  if (kept) return undefined;
  if (claim.state === "delivered") return lost(claim, { ...step, reasons: [reason("instance-lost"), ...step.reasons] });
  return isAnswered(claim) ? undefined : putBack(claim, step);
}
