import type { InstanceId, PoolId } from "../../../core/model/ids.ts";
import type { Instance } from "../../../core/model/instance.ts";
import { POOL_INSTANCES_MAX } from "../../../core/model/limits.ts";
import type { StockRow } from "../../../core/model/state-index.ts";
import { HOUR_MS } from "../../../core/model/time.ts";
import type { Listed } from "../../adapters/aws/ec2/page-xml.ts";
import { anInstance, EPOCH, instanceNo, REGION } from "../../builders.ts";

/** A fleet of any size of which nothing is stored: everything about an instance follows from its number. Instances take turns in
 *  the zones, and in the pools; all are warm, and EC2 says of each what its record says. */
export const ZONES = ["a", "b", "c"].map((letter) => `${REGION}${letter}`);
/** Pools that are filled in turns. When they are full the next ones begin: none may hold more than POOL_INSTANCES_MAX. */
const POOLS_AT_ONCE = 10;
const ROUND = POOLS_AT_ONCE * POOL_INSTANCES_MAX;
/** The records are older than the sweep by this much. */
export const SWEPT_AT = EPOCH + HOUR_MS;

const zoneOf = (n: number): string => ZONES[n % ZONES.length] ?? "";
const poolNo = (place: number): PoolId => `build-${place}`;
const poolOf = (n: number): PoolId => poolNo(Math.floor(n / ROUND) * POOLS_AT_ONCE + (n % POOLS_AT_ONCE));

/** The pools of a fleet: ten, and ten more for each 100,000 instances beyond the first. */
export const poolsOf = (instances: number): readonly PoolId[] =>
  Array.from({ length: Math.ceil(instances / ROUND) * POOLS_AT_ONCE }, (_, place) => poolNo(place));

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

/** What the store reports of a pool's instances, as new as if it had just been read. */
export function stockOf(pool: PoolId, instances: number): StockRow[] {
  const rows: StockRow[] = [];
  const place = Number(pool.slice(poolNo(0).length - 1));
  const first = Math.floor(place / POOLS_AT_ONCE) * ROUND;
  for (let n = first + (place % POOLS_AT_ONCE); n < Math.min(instances, first + ROUND); n += POOLS_AT_ONCE) {
    const { state, tier, type, generation, market, since, version, launchedAt, observed } = SAMPLE;
    const id = instanceNo(n);
    rows.push({ id, az: zoneOf(n), state, tier, type, generation, market, since, version, launchedAt, observed });
  }
  return rows;
}

const SAMPLE = anInstance();
