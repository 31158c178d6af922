import type { Instant } from "../../core/model/time.ts";
import type { Clock } from "../../core/ports/ports.ts";
import type { Capacity } from "./ec2.ts";

/** A time in which EC2 has no capacity: in a zone, for a type, for a type in a zone, or, of neither, for nothing anywhere. It refuses
 *  starts and launches alike, as EC2 does (EC2 User Guide, "Insufficient instance capacity"). */
export interface Outage {
  readonly az?: string;
  readonly type?: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** As much room as `otherwise` says, and none while an outage lasts. */
export const withOutages =
  (outages: readonly Outage[], clock: Clock, otherwise: Capacity = ({ count }) => count): Capacity =>
  (place) => {
    const now = clock.now();
    const isOut = outages.some(
      ({ az = place.az, type = place.type, from, until }) =>
        az === place.az && type === place.type && from <= now && now < until,
    );
    return isOut ? 0 : otherwise(place);
  };
