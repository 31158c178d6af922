import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../model/blame-limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import { HOUR_MS, type Instant, iso } from "../model/time.ts";
import type { Snapshot } from "./snapshot.ts";
import { isReady } from "./stock.ts";

/** Launches of the last hour since an instance of the pool became ready last: one moment per instance, oldest first. */
export const unprovenLaunches = ({ ledger, stock, now }: Snapshot): readonly Instant[] => {
  const readyAt = Math.max(0, ...stock.map((row) => row.readyAt ?? 0));
  return (ledger.unproven ?? []).filter((at) => at > now - HOUR_MS && at > readyAt);
};

/** The same with so many instances launched now. */
export const withUnproven = (snapshot: Snapshot, launched: number): readonly Instant[] => [
  ...unprovenLaunches(snapshot),
  ...Array.from({ length: launched }, () => snapshot.now),
];

/** How many more may be launched before one becomes ready: LAUNCHES_PER_HOUR_UNPROVEN_MAX an hour, or as many as the pool holds that
 *  have been ready, so that a large pool may double at once. What EC2 accepts and then kills is launched no oftener than that. */
export function roomUnproven(snapshot: Snapshot): { readonly room: number; readonly reasons: readonly Reason[] } {
  const launches = unprovenLaunches(snapshot);
  const most = Math.max(LAUNCHES_PER_HOUR_UNPROVEN_MAX, snapshot.stock.filter(isReady).length);
  const room = Math.max(0, most - launches.length);
  const freed = launches.at(-most);
  const until = iso((freed ?? snapshot.now) + (freed === undefined ? 0 : HOUR_MS));
  return { room, reasons: [reason("launches-unproven", { launches: launches.length, until })] };
}
