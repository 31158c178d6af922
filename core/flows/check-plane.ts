import { alertChecks } from "../checkup/alerts.ts";
import { deadLettersCheck, queueCheck, ruleCheck } from "../checkup/feeds.ts";
import { permissionsCheck } from "../checkup/permissions.ts";
import { probesCheck } from "../checkup/probes.ts";
import { sweepCheck } from "../checkup/sweep.ts";
import { lossSince } from "../delivery/loss.ts";
import type { Check } from "../model/check.ts";
import { PROBE_PATHS } from "../model/delivery.ts";
import { CHECK_POOLS_MAX, DELIVERY_WATCHED_MS } from "../model/limits.ts";
import type { Pool } from "../model/pool.ts";
import type { Instant } from "../model/time.ts";
import type { Ports } from "../ports/ports.ts";

export interface Checkup {
  readonly at: Instant;
  readonly checks: readonly Check[];
}

type CheckPorts = Pick<
  Ports,
  "clock" | "pools" | "feeds" | "deadLetters" | "sweeps" | "deliveries" | "alerts" | "trials"
>;

/** Looks at everything that the plane needs in order to work. Changes nothing. */
export async function checkPlane(ports: CheckPorts): Promise<Checkup> {
  const now = ports.clock.now();
  const [pools, rules, depths, dead, alerts, probed] = await Promise.all([
    ports.pools.list(),
    ports.feeds.rules(),
    ports.feeds.depths(),
    ports.deadLetters.counts(),
    ports.alerts.list(),
    Promise.all(PROBE_PATHS.map((path) => ofPath(ports, path, now))),
  ]);
  const watched = pools.filter(({ draining }) => !draining).slice(0, CHECK_POOLS_MAX);
  const trials = await Promise.all(
    watched.map(async ({ id }) => permissionsCheck(id, await ports.trials.find(id), now)),
  );
  const swept = await Promise.all(
    [...Map.groupBy(pools, ({ region }) => region)].map(([region, its]) => ofRegion(ports, region, its, now)),
  );
  return {
    at: now,
    checks: [
      ...rules.map(ruleCheck),
      ...inOrder(depths).map(([of, depth]) => queueCheck(of, depth)),
      ...inOrder(dead).map(([of, count]) => deadLettersCheck(of, count)),
      ...swept,
      ...probed,
      ...alertChecks(alerts, now),
      ...trials,
    ],
  };
}

const SWEEPS_LOOKED_AT = 5;

async function ofRegion(ports: CheckPorts, region: string, pools: readonly Pool[], now: Instant): Promise<Check> {
  const since = Math.min(...pools.map(({ changedAt }) => changedAt));
  return sweepCheck(region, await ports.sweeps.latest(region, SWEEPS_LOOKED_AT), since, now);
}

async function ofPath(ports: CheckPorts, path: (typeof PROBE_PATHS)[number], now: Instant): Promise<Check> {
  const windows = await ports.deliveries.windows(path, now - DELIVERY_WATCHED_MS, now + 1);
  const loss = lossSince(windows, now);
  return probesCheck({ path, windows, now, ...(loss && { lossSince: loss.since }) });
}

const inOrder = <Value>(by: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] =>
  Object.entries(by).sort(([one], [other]) => (one < other ? -1 : 1));
