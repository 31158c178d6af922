import type { InstanceId } from "../../model/ids.ts";
import { SEEN_PAGES_MAX } from "../../model/limits.ts";
import type { Shard, Sweep } from "../../model/sweep.ts";
import type { Ports } from "../../ports/ports.ts";
import { compactIds, keysOf } from "../../reconcile/compact-ids.ts";

/** Whom a sweep saw, by zone; only zones that were read to their end. */
export type Seen = ReadonlyMap<string, Pick<ReadonlySet<InstanceId>, "has">>;

/** Reads whom a sweep saw when it is first asked, some pages at a time, and keeps it for those who ask after: 8 bytes an instance.
 *  One invocation goes on with one sweep, and asks only when no zone is open any more: from then on nothing is added. */
export function matchRecords(ports: Pick<Ports, "seenSet">): (sweep: Sweep) => Promise<Seen> {
  let called: Seen | undefined;
  return async (sweep) => {
    if (called) return called;
    const seen = new Map<string, Pick<ReadonlySet<InstanceId>, "has">>();
    for (const shard of sweep.shards)
      if (shard.state === "done") seen.set(shard.zone, await seenIn(ports, sweep, shard));
    called = seen;
    return seen;
  };
}

async function seenIn({ seenSet }: Pick<Ports, "seenSet">, sweep: Sweep, { zone, generation, pages }: Shard) {
  const parts: Float64Array[] = [];
  for (let page = 0; page < pages; page += SEEN_PAGES_MAX)
    parts.push(keysOf(await seenSet.seen({ sweep: sweep.id, zone, generation, page })));
  return compactIds(parts);
}
