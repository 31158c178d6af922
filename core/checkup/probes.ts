import type { Check } from "../model/check.ts";
import type { DeliveryWindow } from "../model/delivery.ts";
import { CHECK_SILENCE_MAX_MS } from "../model/limits.ts";
import { type Instant, iso, SECOND_MS } from "../model/time.ts";

/** What is known of one delivery path lately. */
export interface PathSeen {
  readonly path: string;
  readonly windows: readonly DeliveryWindow[];
  /** Since when it loses; absent: it does not. */
  readonly lossSince?: Instant;
  readonly now: Instant;
}

/** Whether probes go out on a delivery path, and arrive. A path that nobody probes is no path that works. */
export function probesCheck({ path, windows, lossSince, now }: PathSeen): Check {
  const sent = windows.reduce((sum, window) => sum + window.sent.length, 0);
  const arrivals = windows.flatMap(({ arrived }) => arrived.map(({ at }) => at));
  const silentMs = arrivals.length === 0 ? undefined : Math.max(0, now - Math.max(...arrivals));
  const found = { sent, arrived: arrivals.length, ...(silentMs !== undefined && { silentMs }) };
  const failing = { kind: "probes", of: path, outcome: "failing", found } as const;
  if (silentMs === undefined || silentMs > CHECK_SILENCE_MAX_MS) {
    const since = silentMs === undefined ? "lately" : `for ${Math.round(silentMs / SECOND_MS)} s`;
    const isSent = sent > arrivals.length;
    return {
      ...failing,
      says: isSent ? `probes are sent and none arrived ${since}` : `no probe was sent or arrived ${since}`,
      fix: isSent
        ? "greenroom delivery shows the path; look at its subscription, its queue's policy, and greenroom redrive probe-from-queue --dry-run"
        : "greenroom redrive probe-tick --dry-run shows whether ticks were given up; look at the schedule of probe-tick and its log",
    };
  }
  if (lossSince !== undefined)
    return {
      ...failing,
      says: `it loses since the window of ${iso(lossSince)}`,
      fix: "greenroom delivery shows how much; then look at the subscription, its queue's policy and its dead-letter queue",
    };
  return {
    ...failing,
    outcome: "ok",
    says: `the last of ${sent} probes arrived ${Math.round(silentMs / SECOND_MS)} s ago`,
  };
}
