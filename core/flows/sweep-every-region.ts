import { type BeginPorts, beginSweep, type SweepWish } from "./steps/begin-sweep.ts";

/** Sweeps every region that has a pool. */
export async function sweepEveryRegion(
  ports: BeginPorts,
  wish: SweepWish = {},
): Promise<{ readonly kind: "requested" }> {
  const regions = new Set((await ports.pools.list()).map(({ region }) => region));
  for (const region of [...regions].sort()) await beginSweep(ports, region, wish);
  return { kind: "requested" };
}
