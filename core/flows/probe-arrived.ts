import type { DeliveryProbe } from "../../events/probes/delivery-probe.v1.ts";
import { bucketOf } from "../delivery/histogram.ts";
import { PROBES_PER_WINDOW, type ProbePath, windowStart } from "../model/delivery.ts";
import type { Ports } from "../ports/ports.ts";

/** Records a probe at the end of its way. `ending`: the paths that end where it came in. The moment it is taken up here counts as its
 *  arrival: what the subscriber does then is not delivery. */
export async function probeArrived(
  { clock, counters, deliveries }: Pick<Ports, "clock" | "counters" | "deliveries">,
  { path, window, seq, sentAt }: DeliveryProbe,
  ending: readonly ProbePath[],
): Promise<{ readonly kind: "first" | "again" | "astray" }> {
  const at = clock.now();
  const start = Date.parse(window);
  if (!ending.includes(path) || start !== windowStart(start) || seq >= PROBES_PER_WINDOW) return { kind: "astray" };
  const delayMs = Math.max(0, at - Date.parse(sentAt));
  const kind = await deliveries.arrived({ path, start, seq, at, bucket: bucketOf(delayMs) });
  if (kind === "first") counters.time?.("delivery", delayMs, { path });
  else counters.count("delivery-doubled", { path });
  return { kind };
}
