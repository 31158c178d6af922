import { tallied } from "../../delivery/report.ts";
import { PROBE_PATHS, windowStart } from "../../model/delivery.ts";
import { PROBE_CLOSE_BACK_WINDOWS, PROBE_GRACE_MS, PROBE_WINDOW_MS } from "../../model/limits.ts";
import type { Ports } from "../../ports/ports.ts";

/** Counts `delivery-lost` once for each probe that was lost, when its window's grace is over, whoever comes first to see it. */
export async function closeWindows({
  clock,
  counters,
  deliveries,
}: Pick<Ports, "clock" | "counters" | "deliveries">): Promise<void> {
  const now = clock.now();
  // What begins before then ended a grace ago.
  const until = windowStart(now - PROBE_GRACE_MS);
  for (const path of PROBE_PATHS) {
    const windows = await deliveries.windows(path, until - PROBE_CLOSE_BACK_WINDOWS * PROBE_WINDOW_MS, until);
    for (const window of windows) {
      if (window.closed) continue;
      if ((await deliveries.close(window)) === "already") continue;
      for (let lost = tallied(window, now).lost; lost > 0; lost -= 1) counters.count("delivery-lost", { path });
    }
  }
}
