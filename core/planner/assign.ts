import { TIERS } from "../../events/tiers.ts";
import type { Claim } from "../model/claim.ts";
import { needsStart, offeringOf } from "../model/offering.ts";
import { type Reason, reason } from "../model/reason.ts";
import type { StockRow } from "../model/state-index.ts";
import type { Assignment, Snapshot } from "./snapshot.ts";
import { nextOpening } from "./spread-out.ts";
import { isStock } from "./stock.ts";

/** Whether an instance can be what a claim asks for; given by the claims room. */
export type Satisfies = (row: StockRow, claim: Claim) => boolean;

/** What an instance can be made that EC2 lacks capacity for as it is, for a claim; undefined: nothing. Given by the claims room. */
export type Retype = (row: StockRow, claim: Claim) => string | undefined;

/** The nearest to ready first. */
const NEARNESS: readonly StockRow["state"][] = ["warm", "parking", "preparing", "launching"];

export interface Assigned {
  readonly assignments: readonly Assignment[];
  readonly unserved: readonly Claim[];
  readonly reasons: readonly Reason[];
}

/** Gives unleased stock to the waiting claims, first come first served: the oldest claim takes the nearest to ready that fits.
 *  What would have to be started where EC2 refused lately is left alone, or each claim would try all of it in vain; only when there is
 *  nothing else is it given as another type. */
export function assign(snapshot: Snapshot, satisfies: Satisfies, retype: Retype = () => undefined): Assigned {
  const { stock, pending, closed, now } = snapshot;
  const isBarred = (row: StockRow, { overrides }: Pick<Claim, "overrides">): boolean =>
    needsStart(row) && (closed[offeringOf(row.az, overrides.type ?? row.type, row.market)] ?? 0) > now;
  const free = stock
    .filter((row) => isStock(row) && row.suspectSince === undefined && NEARNESS.includes(row.state))
    .sort(
      (a, b) =>
        NEARNESS.indexOf(a.state) - NEARNESS.indexOf(b.state) ||
        TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
        a.since - b.since ||
        (a.id < b.id ? -1 : 1),
    );
  const assignments: Assignment[] = [];
  const unserved: Claim[] = [];
  for (const claim of pending.filter(({ state, waitUntil }) => state === "pending" && waitUntil > now)) {
    const asItIs = free.findIndex((row) => !isBarred(row, claim) && satisfies(row, claim));
    const changed = (row: StockRow): string | undefined => (isBarred(row, claim) ? retype(row, claim) : undefined);
    const at = asItIs < 0 ? free.findIndex((row) => changed(row) !== undefined) : asItIs;
    const [row] = at < 0 ? [] : free.splice(at, 1);
    const type = row && changed(row);
    if (row) assignments.push({ claim, instance: row.id, ...(type !== undefined && { type }) });
    else unserved.push(claim);
  }
  const areBarred = unserved.some((claim) => stock.some((row) => isStock(row) && isBarred(row, claim)));
  const reasons = areBarred ? [reason("no-open-zone", { until: nextOpening(snapshot) })] : [];
  return { assignments, unserved, reasons };
}
