import type { StockRow } from "../model/bins.ts";
import type { Claim, ClaimRequest } from "../model/claim.ts";
import { spread } from "../model/ids.ts";
import type { Instant } from "../model/time.ts";

/** States an instance can be reserved in, the nearest to ready first. */
export const NEARLY_READY = ["parking", "preparing"] as const;

/** A stopped On-Demand member can change its type; a hibernated, running or Spot one cannot.
 *  Source: EC2 User Guide, "Change the instance type": not with hibernation enabled, not for Spot. */
const canChangeType = (row: Candidate): boolean =>
  row.tier === "stopped" && row.state === "warm" && row.market === "on-demand";

export type Candidate = Pick<StockRow, "id" | "state" | "tier" | "az" | "type" | "market" | "avoidUntil">;

/** Whether this instance can be what the claim asks for. */
export function fits(row: Candidate, { az, type }: Pick<ClaimRequest, "az" | "type">, now: Instant): boolean {
  if ((row.avoidUntil ?? 0) > now) return false;
  if (az !== undefined && row.az !== az) return false;
  return type === undefined || row.type === type || canChangeType(row);
}

/** The candidates that fit, those first that need no change of type; else in an order of the claim's own, so that claims which
 *  read the same candidates try different ones first. */
export const choose = <T extends Candidate>(candidates: readonly T[], claim: Claim, now: Instant): readonly T[] => {
  const isAsAsked = ({ type }: T): boolean => claim.request.type === undefined || type === claim.request.type;
  return candidates
    .filter((row) => fits(row, claim.request, now))
    .map((row) => ({ row, turn: `${isAsAsked(row) ? 0 : 1}${spread(`${claim.id}/${row.id}`)}` }))
    .sort((a, b) => (a.turn < b.turn ? -1 : 1))
    .map(({ row }) => row);
};
