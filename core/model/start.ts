import { type Nonce, startNonce } from "./ids.ts";
import type { Instance } from "./instance.ts";
import { type Instant, wholeSecond } from "./time.ts";

/** What names the start whose evidence an instance is asked for now: the launch, the hand-over of one lease, or the return after it.
 *  Undefined where no evidence is awaited. The delivered instance keeps that of its hand-over. */
export function nonceOf({ id, state, leaseEpoch }: Pick<Instance, "id" | "state" | "leaseEpoch">): Nonce | undefined {
  switch (state) {
    case "launching":
    case "preparing":
      // A claim may reserve it meanwhile, which begins no other start.
      return startNonce(id, "launch", 0);
    case "handing-over":
    case "in-use":
      return startNonce(id, "hand-over", leaseEpoch);
    case "returning":
      return startNonce(id, "return", leaseEpoch);
    default:
      return undefined;
  }
}

/** Whether what EC2 said at a moment can be evidence for the present start. During a hand-over nothing can that is older than its lease: an
 *  event of an earlier boot may come late, and what ran then may have ended since. */
export const isOfStart = ({ state, lease }: Pick<Instance, "state" | "lease">, at: Instant): boolean =>
  state !== "handing-over" || lease === undefined || at >= wholeSecond(lease.at);
