import { PROBE_PATHS, type WindowKey, windowStart } from "../model/delivery.ts";
import { PROBE_TICK_AGE_MAX_MS, PROBE_TICK_MS, PROBES_PER_TICK } from "../model/limits.ts";
import type { Instant } from "../model/time.ts";
import { PortError } from "../ports/errors.ts";
import type { Ports } from "../ports/ports.ts";
import { closeWindows } from "./steps/close-windows.ts";

type ProbePorts = Pick<Ports, "clock" | "counters" | "probes" | "deliveries">;

/** Sends one tick's probes over every path, in a burst and by turns, and closes the windows whose grace is over.
 *  A tick that comes again sends nothing; what a sender that died did not send is not counted as sent. */
export async function sendProbes(
  ports: ProbePorts,
  tickedAt: Instant,
): Promise<{ readonly kind: "sent" | "already" | "late" }> {
  await closeWindows(ports);
  if (ports.clock.now() - tickedAt > PROBE_TICK_AGE_MAX_MS) return { kind: "late" };
  const start = windowStart(tickedAt);
  const tick = Math.floor((tickedAt - start) / PROBE_TICK_MS);
  const begun: WindowKey[] = [];
  for (const path of PROBE_PATHS)
    if ((await ports.deliveries.begin({ path, start }, tick)) === "begun") begun.push({ path, start });
  if (begun.length === 0) return { kind: "already" };

  const sent = begun.map((window) => ({ window, seqs: [] as number[] }));
  for (let nth = 0; nth < PROBES_PER_TICK; nth += 1) {
    const seq = tick * PROBES_PER_TICK + nth;
    for (const { window, seqs } of sent) if (await isSent(ports, window, seq)) seqs.push(seq);
  }
  for (const { window, seqs } of sent) await ports.deliveries.sent(window, seqs);
  return { kind: "sent" };
}

/** False: the call was not answered with success, so that nothing was promised of this probe. */
async function isSent({ clock, counters, probes }: ProbePorts, window: WindowKey, seq: number): Promise<boolean> {
  try {
    await probes.send({ ...window, seq, sentAt: clock.now() });
    return true;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    counters.count("probe-not-sent", { path: window.path, code: error.code });
    return false;
  }
}
