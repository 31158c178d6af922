import { type BeginPorts, beginSweep, type SweepOptions } from "./steps/begin-sweep.ts";
import { forEvery } from "./steps/for-every.ts";

/** Sweeps every region that has a pool. One that cannot begin keeps no other from it. */
export async function sweepEveryRegion(
  ports: BeginPorts,
  asked: SweepOptions = {},
): Promise<{ readonly kind: "requested" }> {
  const regions = new Set((await ports.pools.list()).map(({ region }) => region));
  await forEvery([...regions].sort(), (region) => beginSweep(ports, region, asked));
  return { kind: "requested" };
}
