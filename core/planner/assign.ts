import type { StockRow } from "../model/bins.ts";
import type { Claim } from "../model/claim.ts";
import type { InstanceId } from "../model/ids.ts";
import { TIERS } from "../model/pool.ts";
import type { Snapshot } from "./snapshot.ts";
import { isStock } from "./stock.ts";

/** Whether an instance can be what a claim asks for; given by the claims room. */
export type Fits = (row: StockRow, claim: Claim) => boolean;

/** The nearest to ready first. */
const NEARNESS: readonly StockRow["state"][] = ["warm", "parking", "preparing", "launching"];

/** Gives unleased stock to the waiting claims, first come first served: the oldest claim takes the nearest to ready that fits. */
export function assign(
  { stock, pending, now }: Snapshot,
  fits: Fits,
): { assignments: readonly { claim: Claim; instance: InstanceId }[]; unserved: readonly Claim[] } {
  const free = stock
    .filter((row) => isStock(row) && row.suspectSince === undefined && NEARNESS.includes(row.state))
    .sort(
      (a, b) =>
        NEARNESS.indexOf(a.state) - NEARNESS.indexOf(b.state) ||
        TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
        a.since - b.since ||
        (a.id < b.id ? -1 : 1),
    );
  const assignments: { claim: Claim; instance: InstanceId }[] = [];
  const unserved: Claim[] = [];
  for (const claim of pending.filter(({ state, waitUntil }) => state === "pending" && waitUntil > now)) {
    const at = free.findIndex((row) => fits(row, claim));
    const [row] = at < 0 ? [] : free.splice(at, 1);
    if (row) assignments.push({ claim, instance: row.id });
    else unserved.push(claim);
  }
  return { assignments, unserved };
}
