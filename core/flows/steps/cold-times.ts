import { cumulated, middleOf } from "../../delivery/histogram.ts";
import type { ColdTimes } from "../../hits/cold.ts";
import type { PoolId } from "../../model/ids.ts";
import { COLD_DAYS_MAX } from "../../model/limits.ts";
import { coldOf } from "../../model/tally.ts";
import type { Ports } from "../../ports/ports.ts";

/** The cold times of a pool, of the latest days on which it launched, each off by RELATIVE_ERROR at most. Undefined: no launch of it
 *  was ready yet, or none for as long as tallies are kept; nobody knows then. */
export async function coldTimes({ tallies }: Pick<Ports, "tallies">, pool: PoolId): Promise<ColdTimes | undefined> {
  const days = await tallies.latest(coldOf(pool), COLD_DAYS_MAX);
  const buckets: Record<number, number> = {};
  for (const { amounts } of days)
    for (const [bucket, count] of Object.entries(amounts))
      buckets[Number(bucket)] = (buckets[Number(bucket)] ?? 0) + count;
  const steps = cumulated(buckets);
  const launches = steps.at(-1)?.count ?? 0;
  const rank = (part: number): number => {
    const step = steps.find(({ count }) => count >= Math.ceil(part * launches));
    return step ? Math.round(middleOf(step.bucket)) : 0;
  };
  return launches === 0 ? undefined : { launches, p50Ms: rank(0.5), p99Ms: rank(0.99) };
}
