import { SWEEP_AGE_MAX_MS } from "../../model/limits.ts";
import type { Sweep } from "../../model/sweep.ts";
import { zonesIn } from "../../model/template.ts";
import type { Instant } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";
import { newSweep } from "../../reconcile/shards.ts";
import { CONTENDED, whileContended } from "./contended.ts";

export type BeginPorts = Pick<Ports, "clock" | "pools" | "templates" | "instances" | "sweeps" | "sweepRequests">;

/** How a sweep is to be. One that is under way stays as it was begun. */
export interface SweepOptions {
  /** Takes rows for events. */
  readonly emit?: boolean | undefined;
}

export interface Begun {
  readonly kind: "started" | "under-way";
  readonly sweep: Sweep;
}

/** Begins a sweep of a region unless one is under way that is not too old to end, and asks for its next pages. Of two who begin at
 *  once the second goes on with the sweep of the first. */
export function beginSweep(ports: BeginPorts, region: string, { emit }: SweepOptions = {}): Promise<Begun> {
  const now = ports.clock.now();
  return whileContended(`the latest sweep of ${region}`, async (): Promise<Begun | typeof CONTENDED> => {
    const [latest] = await ports.sweeps.latest(region, 1);
    if (latest && isUnderWay(latest, now)) {
      await ports.sweepRequests.request(latest.id);
      return { kind: "under-way", sweep: latest };
    }
    const begun = newSweep(region, await zonesOf(ports, region), now);
    const sweep: Sweep = emit ? { ...begun, emits: true } : begun;
    if ((await ports.sweeps.begin(sweep, latest?.id)) === "conflict") return CONTENDED;
    await ports.sweepRequests.request(sweep.id);
    return { kind: "started", sweep };
  });
}

/** One that began this very moment is as good as one begun now, though it has ended. */
const isUnderWay = ({ startedAt, finishedAt }: Sweep, now: Instant): boolean =>
  startedAt >= now || (finishedAt === undefined && now - startedAt < SWEEP_AGE_MAX_MS);

/** The zones that pools launch in, and those where anything of ours still is. */
async function zonesOf(ports: BeginPorts, region: string): Promise<readonly string[]> {
  const zones = new Set<string>();
  for (const { id, template: used } of (await ports.pools.list()).filter((pool) => pool.region === region)) {
    const template = await ports.templates.find(used.name, used.version);
    for (const zone of template ? zonesIn(template, region) : []) zones.add(zone);
    for (const { az } of await ports.instances.stock(id)) zones.add(az);
  }
  return [...zones];
}
