import type { StockRow } from "../../../core/model/bins.ts";
import type { InstanceId, PoolId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import type { Listed } from "../../adapters/aws/ec2/page-xml.ts";
import { anInstance, aPool, EPOCH, instanceNo, REGION } from "../../builders.ts";

/** A fleet of any size of which nothing is stored: everything about an instance follows from its number. Instances take turns in
 *  the zones, and within a zone in the pools; all are warm, and EC2 says of each what its record says. */
export const ZONES = ["a", "b", "c"].map((letter) => `${REGION}${letter}`);
export const POOLS: readonly PoolId[] = Array.from({ length: 10 }, (_, n) => `build-${n}`);
/** The records are older than the sweep by this much. */
export const SWEPT_AT = EPOCH + HOUR_MS;

const zoneOf = (n: number): string => ZONES[n % ZONES.length] ?? "";
const poolOf = (n: number): PoolId => POOLS[Math.floor(n / ZONES.length) % POOLS.length] ?? "";

/** The numbers of the instances of a zone, in order: at most `limit`, leaving out the first `from`. */
export function numbersIn(zone: string, instances: number, { from = 0, limit = instances } = {}): number[] {
  const first = ZONES.indexOf(zone);
  const count = Math.ceil((instances - first) / ZONES.length);
  return Array.from(
    { length: Math.max(0, Math.min(limit, count - from)) },
    (_, n) => first + (from + n) * ZONES.length,
  );
}

/** Tags as teams give them: eight, with ours. */
const tagsOf = (n: number): Readonly<Record<string, string>> => ({
  "greenroom:pool": poolOf(n),
  "greenroom:tier": "stopped",
  Name: `build agent ${n}`,
  team: "build",
  environment: "production",
  "cost-center": "R&D 4711",
  owner: "build-farm@example.com",
  "managed-by": "greenroom",
});

export const listedNo = (n: number): Listed => ({ n, az: zoneOf(n), tags: tagsOf(n) });

export const recordNo = (n: number): Instance =>
  anInstance({ id: instanceNo(n), pool: poolOf(n), az: zoneOf(n), tags: tagsOf(n) });

export const recordOf = (id: InstanceId): Instance => recordNo(Number.parseInt(id.slice("i-".length), 16));

/** What the store tells of a pool's instances, as new as if it had just been read. */
export function stockOf(pool: PoolId, instances: number): StockRow[] {
  const rows: StockRow[] = [];
  for (let n = 0; n < instances; n += 1) {
    if (poolOf(n) !== pool) continue;
    const { state, tier, type, generation, market, since, version, launchedAt } = SAMPLE;
    const id = instanceNo(n);
    rows.push({ id, az: zoneOf(n), state, tier, type, generation, market, since, version, launchedAt });
  }
  return rows;
}

const SAMPLE = anInstance();

export const pools = POOLS.map((id) => aPool({ id }));
