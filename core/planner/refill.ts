import { TIERS, type Tier } from "../../events/tiers.ts";
import type { Claim } from "../model/claim.ts";
import type { InstanceId } from "../model/ids.ts";
import { mainTier } from "../model/pool.ts";
import { type Reason, reason } from "../model/reason.ts";
import { promiseLaunches } from "./promise.ts";
import type { Snapshot, Want } from "./snapshot.ts";
import { inTier, isOutdated, isStock, promised, targetIn } from "./stock.ts";

/** Part of a tier that may be prepared above its target while outdated members are replaced. */
const SURGE = 0.1;

/** What the pool lacks: first for claims that wait for a launch, then per tier for its target. */
export function wants(
  snapshot: Snapshot,
  given: ReadonlySet<InstanceId>,
  unserved: readonly Claim[],
): { wants: readonly Want[]; reasons: readonly Reason[] } {
  const { pool, ledger } = snapshot;
  const main = mainTier(pool);
  const launching = unserved.filter(({ fallback }) => fallback === "launch");
  const awaited = promiseLaunches(launching, ledger.intents.filter(inTier(main)));
  const forClaims = awaited.without.map(({ id, request }): Want => ({ tier: main, claim: id, ...pick(request) }));
  const tiers = TIERS.map((tier) => {
    const underWay = promised(ledger.intents.filter(inTier(tier)));
    return tierWants(snapshot, tier, given, tier === main ? underWay - awaited.promised : underWay);
  });
  return {
    wants: [...forClaims, ...tiers.flatMap((each) => each.wants)],
    reasons: [
      ...(unserved.length > 0 ? [reason("claims-waiting", { count: unserved.length })] : []),
      ...(ledger.intents.length > 0 ? [reason("launches-under-way", { count: promised(ledger.intents) })] : []),
      ...tiers.flatMap((each) => each.reasons),
    ],
  };
}

function tierWants(snapshot: Snapshot, tier: Tier, given: ReadonlySet<InstanceId>, underWay: number) {
  const target = targetIn(snapshot)[tier];
  const rows = snapshot.stock.filter((row) => row.tier === tier && isStock(row) && !given.has(row.id));
  const outdated = rows.filter((row) => isOutdated(row, snapshot)).length;
  const surge = Math.max(1, Math.ceil(target * SURGE));
  const stock = rows.length - outdated + underWay;
  const lacking = Math.max(0, target - stock - Math.max(0, outdated - surge));
  const reasons = [
    ...(outdated > 0 ? [reason("replacing", { tier, count: outdated })] : []),
    ...(lacking > 0 ? [reason("below-target", { tier, stock: rows.length + underWay, target })] : []),
    ...(lacking === 0 && target > 0 ? [reason("at-target", { tier, target })] : []),
  ];
  return { wants: Array.from({ length: lacking }, (): Want => ({ tier })), reasons };
}

const pick = ({ az, type }: Claim["request"]): Pick<Want, "az" | "type"> => ({
  ...(az && { az }),
  ...(type && { type }),
});
