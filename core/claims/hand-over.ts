import type { Claim, HandOver } from "../model/claim.ts";
import type { Instance } from "../model/instance.ts";

/** Where the time of a claim went whose instance is delivered by this change, from what the records hold by then: nothing is written
 *  for it alone. Moments that contradict each other, as those of two clocks may, are moved to the one before. */
export function handOverOf(
  { requestedAt, leasedAt = requestedAt }: Pick<Claim, "requestedAt" | "leasedAt">,
  before: Pick<Instance, "since">,
  after: Pick<Instance, "since" | "observed" | "lease">,
): HandOver {
  const { lease, observed } = after;
  // By another clock it may be delivered before it was asked for.
  const deliveredAt = Math.max(after.since, requestedAt);
  let end = requestedAt;
  const until = (moment: number): number => {
    const begin = end;
    end = Math.min(Math.max(moment, begin), deliveredAt);
    return end - begin;
  };
  // In the order in which they come.
  const waitMs = until(leasedAt);
  const prepareMs = until(before.since);
  const configureMs = until(lease?.configuredAt ?? before.since);
  const startMs = observed.state === "running" ? until(observed.at) : undefined;
  const bootMs = lease?.reportedAt === undefined ? undefined : until(lease.reportedAt);
  return {
    ...{ waitMs, prepareMs, configureMs },
    ...(startMs !== undefined && { startMs }),
    ...(bootMs !== undefined && { bootMs }),
    verifyMs: deliveredAt - end,
  };
}
