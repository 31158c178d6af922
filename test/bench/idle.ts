import { SWEEP_TICK_MS } from "../../core/model/limits.ts";
import { DAY_MS, HOUR_MS } from "../../core/model/time.ts";
import type { Ports } from "../../core/ports/ports.ts";
import { put } from "../../local/client.ts";
import { localCloud } from "../../local/cloud.ts";
import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { EPOCH } from "../builders.ts";

/** Calls and messages of one day in which nobody claims anything, at the local cloud: of a plane without pools, and of one that keeps
 *  the demo's two pools full. Counts, and no prices: `docs/operate/costs.md` has those, with where they are from. */
export async function bench(): Promise<Readonly<Record<string, readonly object[]>>> {
  const [bare, filled] = [await counted(false), await counted(true)];
  const names = (of: "calls" | "invocations") => [...new Set([...bare[of].keys(), ...filled[of].keys()])].sort();
  const rows = (of: "calls" | "invocations", title: string) =>
    names(of).map((name) => ({
      [title]: name,
      "no pools": bare[of].get(name) ?? 0,
      "two pools, 15 instances": filled[of].get(name) ?? 0,
    }));
  return {
    "invocations a day": rows("invocations", "function"),
    "calls of ports a day": rows("calls", "port and method"),
    "series counted": [{ "no pools": bare.series, "two pools, 15 instances": filled.series }],
  };
}

/** The pools fill this long before the day begins. */
const FILL_MS = 3 * HOUR_MS;

async function counted(withPools: boolean) {
  const calls = new Map<string, number>();
  const invocations = new Map<string, number>();
  const series = new Set<string>();
  let isDay = false;
  const add = (to: Map<string, number>, name: string): void => {
    if (isDay) to.set(name, (to.get(name) ?? 0) + 1);
  };
  const cloud = localCloud({
    seed: 1,
    start: EPOCH,
    alerts: true,
    forecasts: true,
    probes: {},
    sweepEveryMs: SWEEP_TICK_MS,
    faults(call, work) {
      add(calls, call.name);
      return work();
    },
    invoke(name, _, work) {
      add(invocations, name);
      return work();
    },
  });
  const counters = cloud.ports.counters as Ports["counters"];
  const count = counters.count.bind(counters);
  (counters as { count: Ports["counters"]["count"] }).count = (name, dimensions = {}) => {
    series.add(JSON.stringify([name, dimensions]));
    count(name, dimensions);
  };
  if (withPools) cloud.scheduler.after(0, async () => void (await cloud.api.fetch(put("/pools", DEMO_POOLS))));
  await cloud.run(EPOCH + FILL_MS);
  isDay = true;
  await cloud.run(EPOCH + FILL_MS + DAY_MS);
  return { calls, invocations, series: series.size };
}
