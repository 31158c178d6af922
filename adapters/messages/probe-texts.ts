import type { Probe } from "../../core/model/delivery.ts";
import { iso } from "../../core/model/time.ts";
import { write } from "../../events/contract.ts";
import { type DeliveryProbe, deliveryProbe } from "../../events/probes/delivery-probe.v1.ts";

/** A probe as its contract says it. */
export const probeDetail = ({ path, start, seq, sentAt }: Probe): DeliveryProbe => ({
  version: 1,
  path,
  window: iso(start),
  seq,
  sentAt: iso(sentAt),
});

/** One message per path, window and sequence number. */
export const probeId = ({ path, start, seq }: Probe): string => `probe:${path}:${iso(start)}:${seq}`;

/** Its text on the topic; on the bus EventBridge writes the envelope. */
export const probeText = (probe: Probe): string =>
  write(deliveryProbe, probeDetail(probe), { id: probeId(probe), at: probe.sentAt });

/** What subscriptions filter by: each probe is for one path's subscriber, and `kind` keeps it from those who want notices. */
export const probeAttributes = ({ path }: Pick<Probe, "path">): Readonly<Record<string, string>> => ({
  kind: "probe",
  path,
});
