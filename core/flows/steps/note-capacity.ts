import type { Instance } from "../../model/instance.ts";
import {
  hit,
  offeringOf,
  passed,
  type Refused,
  type UnavailableOffering,
  unavailableKey,
} from "../../model/offering.ts";
import type { Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";

type CapacityPort = Pick<Ports, "offerings">;

/** Where an instance asks for capacity when it is handed over. */
export const startOfferingOf = ({
  az,
  type,
  market,
  lease,
}: Pick<Instance, "az" | "type" | "market" | "lease">): string => offeringOf(az, lease?.overrides.type ?? type, market);

/** Remembers a refusal. One that crossed with somebody else's is the same refusal, and counted once. */
export async function noteRefusal({ offerings }: CapacityPort, refused: Refused, at: Instant): Promise<void> {
  const unavailable = await offerings.recall(refused.region);
  const unavailableOffering = hit(
    unavailable.find((each) => unavailableKey(each) === unavailableKey(refused)),
    refused,
    at,
  );
  if (unavailableOffering) await offerings.save(unavailableOffering);
}

/** Reopens the offering that has just worked. `unavailable`: those of the region, if somebody has read them lately. */
export async function notePass(
  { offerings }: CapacityPort,
  { region, offering, pool }: Pick<UnavailableOffering, "region" | "offering" | "pool">,
  at: Instant,
  unavailable?: readonly UnavailableOffering[],
): Promise<void> {
  const known = unavailable ?? (await offerings.recall(region));
  const here = known.filter(
    (unavailableOffering) =>
      unavailableOffering.offering === offering &&
      (unavailableOffering.pool === undefined || unavailableOffering.pool === pool),
  );
  for (const unavailableOffering of here) {
    const after = passed(unavailableOffering, at);
    if (after) await offerings.save(after);
  }
}
