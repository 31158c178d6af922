import { alertChecks } from "../checkup/alerts.ts";
import { deadLettersCheck, queueCheck, ruleCheck } from "../checkup/feeds.ts";
import { permissionsCheck } from "../checkup/permissions.ts";
import { probesCheck } from "../checkup/probes.ts";
import { sweepCheck } from "../checkup/sweep.ts";
import { lossSince } from "../delivery/loss.ts";
import type { Check, CheckKind } from "../model/check.ts";
import { PROBE_PATHS, type ProbePath } from "../model/delivery.ts";
import { CHECK_POOLS_MAX, DELIVERY_WATCHED_MS } from "../model/limits.ts";
import type { Pool } from "../model/pool.ts";
import type { Instant } from "../model/time.ts";
import { TRIED_BY, type TriedBy } from "../model/trial.ts";
import { PortError } from "../ports/errors.ts";
import type { Ports } from "../ports/ports.ts";

export interface Checkup {
  readonly at: Instant;
  readonly checks: readonly Check[];
}

type CheckPorts = Pick<
  Ports,
  "clock" | "pools" | "feeds" | "deadLetters" | "sweeps" | "deliveries" | "alerts" | "trials"
>;

/** Looks at everything that the plane needs in order to work. Changes nothing. What does not answer hides nothing else: that it cannot
 *  be looked at is what is found of it. */
export async function checkPlane(ports: CheckPorts): Promise<Checkup> {
  const now = ports.clock.now();
  const pools = await ports.pools.list();
  const regions = [...Map.groupBy(pools, ({ region }) => region)];
  const kept = pools.filter(({ draining }) => !draining).slice(0, CHECK_POOLS_MAX);
  const found = await Promise.all([
    looked("rule", "all", async () => (await ports.feeds.rules()).map(ruleCheck)),
    looked("queue", "all", async () => inOrder(await ports.feeds.depths()).map(([of, depth]) => queueCheck(of, depth))),
    looked("dead-letters", "all", async () =>
      inOrder(await ports.deadLetters.counts()).map(([of, count]) => deadLettersCheck(of, count)),
    ),
    ...regions.map(([region, its]) => looked("sweep", region, () => ofRegion(ports, region, its, now))),
    ...PROBE_PATHS.map((path) => looked("probes", path, () => ofPath(ports, path, now))),
    looked("alert", "any", async () => alertChecks(await ports.alerts.list(), now)),
    ...kept.map(({ id }) => looked("permissions", id, () => ofPool(ports, id, now))),
  ]);
  return { at: now, checks: found.flat() };
}

async function looked(kind: CheckKind, of: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const says = `it cannot be looked at: ${error.message}`;
    const fix =
      "ask again; if it stays so, deploy the plane again, for the API lacks a permission or what it looks at is gone";
    return [{ kind, of, outcome: "unknown", found: { code: error.code }, says, fix }];
  }
}

const SWEEPS_LOOKED_AT = 5;

async function ofRegion(ports: CheckPorts, region: string, pools: readonly Pool[], now: Instant) {
  const since = Math.min(...pools.map(({ changedAt }) => changedAt));
  return [sweepCheck(region, await ports.sweeps.latest(region, SWEEPS_LOOKED_AT), since, now)];
}

async function ofPath(ports: CheckPorts, path: ProbePath, now: Instant) {
  const windows = await ports.deliveries.windows(path, now - DELIVERY_WATCHED_MS, now + 1);
  const loss = lossSince(windows, now);
  return [probesCheck({ path, windows, now, ...(loss && { lossSince: loss.since }) })];
}

async function ofPool(ports: CheckPorts, pool: string, now: Instant) {
  const trials = await ports.trials.of(pool);
  return (Object.keys(TRIED_BY) as TriedBy[]).map((by) =>
    permissionsCheck(
      pool,
      by,
      trials.find((trial) => trial.by === by),
      now,
    ),
  );
}

const inOrder = <Value>(by: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] =>
  Object.entries(by).sort(([one], [other]) => (one < other ? -1 : 1));
