import { TIERS, type Tier } from "../../events/tiers.ts";
import type { InstanceId } from "../model/ids.ts";
import { HIBERNATED_MAX_MS, PLAN_RETIREMENTS_MAX } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import type { StockRow } from "../model/state-index.ts";
import { DAY_MS, HOUR_MS, type Instant, iso, SECOND_MS } from "../model/time.ts";
import { bounded } from "./bound.ts";
import type { Retirement, Snapshot } from "./snapshot.ts";
import { currentGeneration, isHibernatedLong, isOutdated, isTooOld, isWarm, oldestFirst, targetIn } from "./stock.ts";

export interface Retirements {
  readonly retirements: readonly Retirement[];
  readonly surplusSince: Readonly<Partial<Record<Tier, Instant>>>;
  readonly reasons: readonly Reason[];
}

/** Who leaves: warm instances beyond the target, outdated ones at once and others after the pool's delay, and what
 *  quarantine has no room for. Only what is warm beyond the target goes, so nothing healthy leaves before its replacement is warm
 *  (`make-room.ts` says when it must). */
export function retire(snapshot: Snapshot, given: ReadonlySet<InstanceId>): Retirements {
  const tiers = TIERS.map((tier) => ({ tier, ...retireFrom(snapshot, tier, given) }));
  // What quarantine has no room for goes first: it must not grow while a large surplus leaves.
  const leaving = [...overfullQuarantine(snapshot), ...tiers.flatMap(({ retirements }) => retirements)];
  const { first, reasons } = bounded(leaving, PLAN_RETIREMENTS_MAX);
  return {
    retirements: first,
    surplusSince: Object.fromEntries(tiers.flatMap(({ tier, since }) => (since === undefined ? [] : [[tier, since]]))),
    reasons: [...tiers.flatMap((tier) => tier.reasons), ...reasons],
  };
}

function retireFrom(snapshot: Snapshot, tier: Tier, given: ReadonlySet<InstanceId>) {
  const { pool, ledger, now } = snapshot;
  const warm = snapshot.stock.filter((row) => row.tier === tier && isWarm(row) && !given.has(row.id));
  const beyond = warm.length - targetIn(snapshot)[tier];
  if (beyond <= 0) return { retirements: [], reasons: [], since: undefined };

  const leaving = warm.sort(oldestFirst(snapshot)).slice(0, beyond);
  const outdated = leaving
    .filter((row) => isOutdated(row, snapshot))
    .map((row) => retirement(row, whyOutdated(row, snapshot)));
  const young = leaving.length - outdated.length;
  if (young === 0) return { retirements: outdated, reasons: [], since: undefined };

  const since = ledger.surplusSince[tier] ?? now;
  const surplus = reason("surplus", { tier, count: young, delaySeconds: pool.scaleInDelayMs / SECOND_MS });
  if (now - since < pool.scaleInDelayMs) {
    const until = iso(since + pool.scaleInDelayMs);
    return { retirements: outdated, reasons: [reason("surplus-young", { tier, count: young, until })], since };
  }
  const rest = leaving.slice(outdated.length).map((row) => retirement(row, surplus));
  return { retirements: [...outdated, ...rest], reasons: [surplus], since };
}

function overfullQuarantine({ stock, pool }: Snapshot): readonly Retirement[] {
  const kept = stock
    .filter(({ state }) => state === "quarantined")
    .sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  return kept
    .slice(0, Math.max(0, kept.length - pool.quarantineMax))
    .map((row) => retirement(row, reason("quarantine-full", { max: pool.quarantineMax })));
}

/** One instance that leaves, and why. */
export const retirement = ({ id }: StockRow, ...reasons: readonly Reason[]): Retirement => ({ instance: id, reasons });

/** Why an outdated instance is no longer wanted. */
export function whyOutdated(row: StockRow, snapshot: Snapshot): Reason {
  if (isTooOld(row, snapshot)) return reason("too-old", { maxAgeHours: snapshot.pool.maxAgeMs / HOUR_MS });
  if (isHibernatedLong(row, snapshot)) return reason("hibernated-long", { days: HIBERNATED_MAX_MS / DAY_MS });
  return reason("outdated", { generation: row.generation, current: currentGeneration(snapshot) });
}
