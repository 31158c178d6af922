import { type Claim, isAnswered } from "../model/claim.ts";
import type { Instance } from "../model/instance.ts";
import { reason } from "../model/reason.ts";
import { ACCESS_SIGNAL } from "../model/template.ts";
import { failedOn, isWithinFallBack } from "./attempts.ts";
import { handOverOf } from "./hand-over.ts";
import { delivered, type LifeStep, lost, putBack, refused, unheld } from "./life.ts";

/** What a change of its instance makes of a claim; undefined: nothing.
 *  `before` held the lease; `after` is what is saved in the same write. */
export function followInstance(claim: Claim, before: Instance, after: Instance): Claim | undefined {
  const mine = before.lease?.claim === claim.id && before.lease.epoch === claim.leaseEpoch;
  if (!mine) return undefined;
  const step: LifeStep = { at: after.last.at, cause: after.last.cause, reasons: after.last.reasons };
  const kept = after.lease?.epoch === before.lease?.epoch;
  if (claim.state === "leased" && kept && after.state === "in-use")
    return delivered(claim, { ...step, reasons: [reason("delivered")] }, handOverOf(claim, before, after));
  if (kept) return undefined;
  if (claim.state === "delivered") return lost(claim, { ...step, reasons: [reason("instance-lost"), ...step.reasons] });
  if (isAnswered(claim)) return undefined;
  const failed = failedOn(claim, before, step.at, step.reasons[0] ?? reason("instance-lost"));
  if (isOwnFault(after)) return refused(unheld(failed), step);
  // An instance that EC2 has no capacity for has not failed itself: within a fallback only the first one counts.
  return putBack(failed, step, { counts: after.state !== "warm" || !isWithinFallBack(failed) });
}

/** Another instance would do no better: what the claim asks for cannot be, or its access could not be made where it said. */
const isOwnFault = ({ last }: Instance): boolean =>
  last.name === "unsatisfiable" ||
  (last.name === "failed" && last.reasons.some(({ detail }) => detail?.signal === ACCESS_SIGNAL));
