import { launchToken } from "../model/ids.ts";
import type { Intent } from "../model/ledger.ts";
import { LAUNCH_BATCH_MAX, PLAN_LAUNCHES_MAX } from "../model/limits.ts";
import { offeringOf } from "../model/offering.ts";
import { type Reason, reason } from "../model/reason.ts";
import { zonesIn } from "../model/template.ts";
import { iso } from "../model/time.ts";
import { bounded } from "./bound.ts";
import type { Snapshot, Want } from "./snapshot.ts";
import { isStock } from "./stock.ts";

/** Gives wants a zone and a type, as many as there is room for, and bundles equal ones into launches with tokens.
 *  A want that no place is open for takes no room from the others.
 *  The first type of the template that any zone is open for; of its zones the one with the least stock of that tier. */
export function offering(
  snapshot: Snapshot,
  wanted: readonly Want[],
  room: number,
): { launches: readonly Intent[]; reasons: readonly Reason[] } {
  const { pool, template, ledger, now } = snapshot;
  const counts = zoneCounts(snapshot);
  const bundles = new Map<string, Want & { az: string; type: string; count: number }>();
  let placed = 0;
  let homeless = 0;
  for (const want of wanted) {
    if (placed >= room) break;
    const spot = spotFor(snapshot, want, counts);
    if (!spot) {
      homeless += 1;
      continue;
    }
    placed += 1;
    bump(counts, zoneKey(want.tier, spot.az));
    const key = [want.tier, spot.az, spot.type].join("|");
    const bundle = bundles.get(key);
    if (bundle) bundle.count += 1;
    else bundles.set(key, { tier: want.tier, ...spot, count: 1 });
  }
  const chunks = bounded(
    [...bundles.values()].flatMap((bundle) => inBatches(bundle, batchOf(template))),
    PLAN_LAUNCHES_MAX,
  );
  const epoch = ledger.epoch + 1;
  const launches = chunks.first.map(
    ({ tier, az, type, count }, slot): Intent => ({
      token: launchToken(pool.id, epoch, slot),
      pool: pool.id,
      epoch,
      tier,
      az,
      type,
      count,
      imageId: template.images[pool.region] ?? "",
      template: pool.template,
      at: now,
    }),
  );
  const unplaced = homeless > 0 ? [reason("no-open-zone", { until: nextOpening(snapshot) })] : [];
  return { launches, reasons: [...unplaced, ...chunks.reasons] };
}

/** When the next place that refused capacity may be tried again. */
export const nextOpening = ({ closed, now }: Snapshot): string => {
  const closings = Object.values(closed).filter((until) => until > now);
  return iso(closings.length > 0 ? Math.min(...closings) : now);
};

type Counts = Map<string, number>;
const zoneKey = (tier: string, az: string): string => `${tier}/${az}`;
const bump = (counts: Counts, key: string, by = 1): void => void counts.set(key, (counts.get(key) ?? 0) + by);

function zoneCounts({ stock, ledger }: Snapshot): Counts {
  const counts: Counts = new Map();
  for (const row of stock) if (isStock(row)) bump(counts, zoneKey(row.tier, row.az));
  for (const intent of ledger.intents) bump(counts, zoneKey(intent.tier, intent.az), intent.count);
  return counts;
}

function spotFor(
  { pool, template, closed, now }: Snapshot,
  want: Want,
  counts: Counts,
): { az: string; type: string } | undefined {
  const zones = zonesIn(template, pool.region).filter((az) => want.az === undefined || az === want.az);
  for (const type of template.types.filter((each) => want.type === undefined || each === want.type)) {
    const open = zones.filter((az) => (closed[offeringOf(az, type, template.market)] ?? 0) <= now);
    const load = (az: string): number => counts.get(zoneKey(want.tier, az)) ?? 0;
    const [az] = open.sort((a, b) => load(a) - load(b) || (a < b ? -1 : 1));
    if (az !== undefined) return { az, type };
  }
  return undefined;
}

/** A launch token is one launch's: its instances would all have the same. */
const batchOf = ({ identity }: Snapshot["template"]): number => (identity === "launch-token" ? 1 : LAUNCH_BATCH_MAX);

const inBatches = <T extends { count: number }>(bundle: T, most: number): readonly T[] =>
  Array.from({ length: Math.ceil(bundle.count / most) }, (_, index) => ({
    ...bundle,
    count: Math.min(most, bundle.count - index * most),
  }));
