import { type BeginPorts, type Begun, beginSweep, type SweepOptions } from "./steps/begin-sweep.ts";

/** An engineer wants a region swept now. A region without a pool has nothing to sweep. */
export async function startSweep(
  ports: BeginPorts,
  region: string,
  asked: SweepOptions = {},
): Promise<Begun | { readonly kind: "unknown-region" }> {
  const pools = await ports.pools.list();
  return pools.some((pool) => pool.region === region) ? beginSweep(ports, region, asked) : { kind: "unknown-region" };
}
