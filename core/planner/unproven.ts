import { LAUNCHES_PER_HOUR_UNPROVEN_MAX } from "../model/blame-limits.ts";
import type { Intent, Unproven } from "../model/ledger.ts";
import { type Reason, reason } from "../model/reason.ts";
import { HOUR_MS, iso } from "../model/time.ts";
import type { Snapshot } from "./snapshot.ts";
import { isReady, promised } from "./stock.ts";

/** Launches of the last hour since an instance of the pool became ready last, oldest first. */
export const unprovenLaunches = ({ ledger, stock, now }: Snapshot): readonly Unproven[] => {
  const readyAt = Math.max(0, ...stock.map((row) => row.readyAt ?? 0));
  return (ledger.unproven ?? []).filter(({ at }) => at > now - HOUR_MS && at > readyAt);
};

/** The same with what is launched now. */
export const withUnproven = (snapshot: Snapshot, launches: readonly Intent[]): readonly Unproven[] => [
  ...unprovenLaunches(snapshot),
  ...launches.map(({ token, count, at }) => ({ token, count, at })),
];

/** How many more may be launched before one becomes ready: LAUNCHES_PER_HOUR_UNPROVEN_MAX an hour, or as many as the pool holds that
 *  have been ready, so that a large pool may double at once. What EC2 accepts and then kills is launched no oftener than that. */
export function roomUnproven(snapshot: Snapshot): { readonly room: number; readonly reasons: readonly Reason[] } {
  const launches = unprovenLaunches(snapshot);
  const most = Math.max(LAUNCHES_PER_HOUR_UNPROVEN_MAX, snapshot.stock.filter(isReady).length);
  const count = promised(launches);
  const until = iso(launches[0] === undefined ? snapshot.now : launches[0].at + HOUR_MS);
  return { room: Math.max(0, most - count), reasons: [reason("launches-unproven", { launches: count, until })] };
}
