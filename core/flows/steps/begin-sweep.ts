import { SWEEP_AGE_MAX_MS } from "../../model/limits.ts";
import type { Sweep } from "../../model/sweep.ts";
import { zonesIn } from "../../model/template.ts";
import type { Ports } from "../../ports/ports.ts";
import { newSweep } from "../../reconcile/shards.ts";

export type BeginPorts = Pick<Ports, "clock" | "pools" | "templates" | "instances" | "sweeps" | "sweepRequests">;

export interface Begun {
  readonly kind: "started" | "under-way";
  readonly sweep: Sweep;
}

/** Begins a sweep of a region unless one is under way that is not too old to end, and asks for its next pages. Its zones are those that pools launch
 *  in, and those where anything of ours still is. */
export async function beginSweep(ports: BeginPorts, region: string): Promise<Begun> {
  const now = ports.clock.now();
  const [latest] = await ports.sweeps.latest(region, 1);
  if (latest && latest.finishedAt === undefined && now - latest.startedAt < SWEEP_AGE_MAX_MS) {
    await ports.sweepRequests.request(latest.id);
    return { kind: "under-way", sweep: latest };
  }
  const zones = new Set<string>();
  for (const { id, template: used } of (await ports.pools.list()).filter((pool) => pool.region === region)) {
    const template = await ports.templates.find(used.name, used.version);
    for (const zone of template ? zonesIn(template, region) : []) zones.add(zone);
    for (const { az } of await ports.instances.stock(id)) zones.add(az);
  }
  const sweep = newSweep(region, [...zones], now);
  await ports.sweeps.save(sweep);
  await ports.sweepRequests.request(sweep.id);
  return { kind: "started", sweep };
}
