import type { Claim } from "../../../core/model/claim.ts";
import type { Instant } from "../../../core/model/time.ts";

/** A call that left the process, by its port and method. */
export interface Made {
  readonly name: string;
  readonly begun: Instant;
  readonly ended: Instant;
}

/** A request that a guest sent to the API, until it was answered. */
export interface Sent {
  readonly at: Instant;
  readonly answeredAt: Instant;
}

/** A claim that was delivered, with what was seen of its way. */
export interface Handed {
  readonly claim: Claim;
  /** When the claimant sent its request. */
  readonly sentAt: Instant;
  /** It asked for nothing to be changed. */
  readonly isPlain: boolean;
  /** What the API called for the request, in order. */
  readonly calls: readonly Made[];
  /** What its instance's guest sent, in order. */
  readonly signals: readonly Sent[];
}

/** How many calls were made one after the other before the first of a name: those under way together count once. Not a number: it
 *  was never made. */
export function callsBefore(name: string, calls: readonly Made[]): number {
  const first = calls.findIndex((call) => call.name === name);
  if (first < 0) return Number.NaN;
  let steps = 0;
  let ended = Number.NEGATIVE_INFINITY;
  for (const call of calls.slice(0, first)) {
    if (call.begun >= ended) steps += 1;
    ended = Math.max(ended, call.ended);
  }
  return steps;
}

/** The time of a hit that was neither EC2's nor the guest's: from the request sent to the start asked, and every time that the guest
 *  waited for the API to answer, of which the last ends with the delivery. */
export function planeShareMs({ sentAt, calls, signals, claim }: Handed): number {
  const startedAt = calls.find(({ name }) => name === "power.start")?.begun ?? Number.NaN;
  const deliveredAt = claim.deliveredAt ?? Number.NaN;
  const waited = signals
    .filter(({ at }) => at >= startedAt && at <= deliveredAt)
    .map(({ at, answeredAt }) => Math.min(answeredAt, deliveredAt) - at);
  return startedAt - sentAt + waited.reduce((sum, ms) => sum + ms, 0);
}
