import { type BeginPorts, beginSweep, type SweepOptions } from "./steps/begin-sweep.ts";

/** Sweeps every region that has a pool. */
export async function sweepEveryRegion(
  ports: BeginPorts,
  asked: SweepOptions = {},
): Promise<{ readonly kind: "requested" }> {
  const regions = new Set((await ports.pools.list()).map(({ region }) => region));
  for (const region of [...regions].sort()) await beginSweep(ports, region, asked);
  return { kind: "requested" };
}
