import { launchToken } from "../model/ids.ts";
import { type Intent, placeOf } from "../model/ledger.ts";
import { LAUNCH_BATCH_MAX, PLAN_LAUNCHES_MAX } from "../model/limits.ts";
import { type Reason, reason } from "../model/reason.ts";
import { zonesIn } from "../model/template.ts";
import { iso } from "../model/time.ts";
import type { Snapshot, Want } from "./snapshot.ts";
import { isStock } from "./stock.ts";

/** Gives each want a zone and a type, and bundles equal ones into launches with tokens.
 *  The first type of the template that any zone is open for; of its zones the one with the least stock of that tier. */
export function place(
  snapshot: Snapshot,
  wanted: readonly Want[],
): { launches: readonly Intent[]; reasons: readonly Reason[] } {
  const { pool, template, ledger, now } = snapshot;
  const counts = zoneCounts(snapshot);
  const bundles = new Map<string, Want & { az: string; type: string; count: number }>();
  let homeless = 0;
  for (const want of wanted) {
    const spot = spotFor(snapshot, want, counts);
    if (!spot) {
      homeless += 1;
      continue;
    }
    bump(counts, zoneKey(want.tier, spot.az));
    const key = [want.tier, spot.az, spot.type].join("|");
    const bundle = bundles.get(key);
    if (bundle) bundle.count += 1;
    else bundles.set(key, { tier: want.tier, ...spot, count: 1 });
  }
  const chunks = [...bundles.values()].flatMap(inBatches);
  const epoch = ledger.epoch + 1;
  const launches = chunks.slice(0, PLAN_LAUNCHES_MAX).map(
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
  const reasons = [
    ...(homeless > 0 ? [reason("no-open-zone", { until: nextOpening(snapshot) })] : []),
    ...(chunks.length > PLAN_LAUNCHES_MAX ? [reason("plan-bound", { bound: PLAN_LAUNCHES_MAX })] : []),
  ];
  return { launches, reasons };
}

const nextOpening = ({ ledger, now }: Snapshot): string => {
  const closings = Object.values(ledger.closed).filter((until) => until > now);
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
  { pool, template, ledger, now }: Snapshot,
  want: Want,
  counts: Counts,
): { az: string; type: string } | undefined {
  const zones = zonesIn(template, pool.region).filter((az) => want.az === undefined || az === want.az);
  for (const type of template.types.filter((each) => want.type === undefined || each === want.type)) {
    const open = zones.filter((az) => (ledger.closed[placeOf(az, type)] ?? 0) <= now);
    const load = (az: string): number => counts.get(zoneKey(want.tier, az)) ?? 0;
    const [az] = open.sort((a, b) => load(a) - load(b) || (a < b ? -1 : 1));
    if (az !== undefined) return { az, type };
  }
  return undefined;
}

const inBatches = <T extends { count: number }>(bundle: T): readonly T[] =>
  Array.from({ length: Math.ceil(bundle.count / LAUNCH_BATCH_MAX) }, (_, index) => ({
    ...bundle,
    count: Math.min(LAUNCH_BATCH_MAX, bundle.count - index * LAUNCH_BATCH_MAX),
  }));
