import { wholeOf } from "../../events/pages.ts";
import { changed } from "../alerts/change.ts";
import type { AlertCondition } from "../alerts/condition.ts";
import { poolConditions } from "../alerts/of-pool.ts";
import { identityMismatches } from "../alerts/of-signals.ts";
import { sweepCondition } from "../alerts/of-sweeps.ts";
import { lossSince } from "../delivery/loss.ts";
import { slowHits } from "../hits/report.ts";
import type { Claim } from "../model/claim.ts";
import { PROBE_PATHS } from "../model/delivery.ts";
import { DELIVERY_WATCHED_MS, HIT_RATE_PAGES_MAX, HIT_RATE_WINDOW_MS } from "../model/limits.ts";
import type { Pool } from "../model/pool.ts";
import { reason } from "../model/reason.ts";
import type { Instant } from "../model/time.ts";
import { figuresOf } from "../planner/figures.ts";
import { targetIn } from "../planner/stock.ts";
import type { Needs, Ports } from "../ports/ports.ts";
import { claimsSince } from "./steps/claims-since.ts";
import { coldTimes } from "./steps/cold-times.ts";
import { explainPool } from "./steps/explain-pool.ts";
import { forEvery, throwFirst } from "./steps/for-every.ts";

type WatchPorts = Needs<typeof explainPool> & Pick<Ports, "counters" | "sweeps" | "deliveries" | "alerts" | "tallies">;

/** Evaluates the conditions of all alerts, and saves what changed: the store's stream publishes it. Two at once: one of them
 *  loses its writes. A pool, region or path that cannot be read now keeps its alerts as they are and has the look repeated; it hides no other's.
 *  The figures of each pool are counted. */
export async function watch(ports: WatchPorts): Promise<{ readonly kind: "watched" }> {
  const now = ports.clock.now();
  const pools = await ports.pools.list();
  const conditions: AlertCondition[] = [];
  const unread = new Map<string, unknown>();
  const look = (subject: string, find: () => Promise<readonly AlertCondition[]>): Promise<unknown> =>
    find().then(
      (found) => conditions.push(...found),
      (error: unknown) => unread.set(subject, error),
    );
  for (const pool of pools) await look(pool.id, () => ofPool(ports, pool, now));
  for (const region of new Set(pools.map((pool) => pool.region)))
    await look(region, async () => sweepCondition(region, await ports.sweeps.latest(region, SWEEPS_LOOKED_AT), now));
  for (const path of PROBE_PATHS) await look(path, () => ofPath(ports, path, now));
  const known = (await ports.alerts.list()).filter(({ subject }) => !unread.has(subject));
  const saving = forEvery(changed(known, [...conditions, ...identityMismatches(known, now)], now), (alert) =>
    ports.alerts.save(alert),
  );
  await saving.catch((error: unknown) => unread.set("", error));
  throwFirst([...unread.values()]);
  return { kind: "watched" };
}

const SWEEPS_LOOKED_AT = 5;

async function ofPool(ports: WatchPorts, pool: Pool, now: Instant): Promise<readonly AlertCondition[]> {
  const made = await explainPool(ports, pool.id);
  if (!made) return [];
  const claims = await lately(ports, pool, now);
  const cold = await coldTimes(ports, pool.id);
  const { snapshot, plan } = made;
  ports.counters.gauge?.(figuresOf(snapshot), { pool: pool.id });
  return poolConditions({
    // Fewer than its file says are enough where its forecast says so.
    pool: { ...pool, target: targetIn(snapshot) },
    stock: snapshot.stock,
    breaker: plan.ledger.breaker,
    planned: plan.reasons,
    claims,
    slow: slowHits(claims, cold),
    now,
  });
}

async function lately(ports: WatchPorts, { id }: Pool, now: Instant): Promise<readonly Claim[]> {
  return (await wholeOf(claimsSince(ports, id, now - HIT_RATE_WINDOW_MS), HIT_RATE_PAGES_MAX)).items;
}

async function ofPath(
  ports: WatchPorts,
  path: (typeof PROBE_PATHS)[number],
  now: Instant,
): Promise<readonly AlertCondition[]> {
  const loss = lossSince(await ports.deliveries.windows(path, now - DELIVERY_WATCHED_MS, now), now);
  if (!loss) return [];
  const { since, lost, sent } = loss;
  return [{ kind: "delivery-loss", subject: path, since, reasons: [reason("probes-lost", { lost, sent })] }];
}
