import type { InstanceId, PoolId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { reason } from "../../model/reason.ts";
import type { Sweep } from "../../model/sweep.ts";
import { iso } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";
import { absence } from "../../reconcile/absence.ts";
import type { Found } from "../../reconcile/findings.ts";
import { look } from "./look.ts";
import { move } from "./move.ts";

/** Holds the records of a pool against what a sweep saw: marks who is missing, and proves gone who was missing before. */
export async function holdAbsent(ports: Ports, sweep: Sweep, pool: PoolId): Promise<readonly Found[]> {
  const found: Found[] = [];
  const seenIn = new Map<string, ReadonlySet<InstanceId>>();
  for (const { zone, generation, state } of sweep.shards)
    if (state === "done") seenIn.set(zone, await ports.rollCall.seen({ sweep: sweep.id, zone, generation }));
  for (const row of await ports.instances.stock(pool)) {
    const seen = seenIn.get(row.az);
    if (!seen || seen.has(row.id)) continue;
    const record = await ports.instances.find(row.id);
    if (record) found.push(...(await judgeAbsent(ports, sweep, record)));
  }
  return found;
}

async function judgeAbsent(ports: Ports, sweep: Sweep, record: Instance): Promise<readonly Found[]> {
  const stamp = { at: ports.clock.now(), cause: `sweep:${sweep.id}` };
  switch (absence(record, sweep)) {
    case "nothing":
    case "wait":
      return [];
    case "missing":
      await move(ports, record.id, () => ({ name: "missing", ...stamp }));
      return [{ kind: "suspected" }];
    case "look":
      return proveGone(ports, record, stamp);
  }
}

async function proveGone(
  ports: Ports,
  record: Instance,
  stamp: { at: number; cause: string },
): Promise<readonly Found[]> {
  const looked = await look(ports, record, stamp.cause);
  if (looked.kind === "seen") {
    ports.counters.count("listing-hole", { pool: record.pool });
    await move(ports, record.id, () => ({ name: "found", ...stamp }));
    return [{ kind: "came-back" }];
  }
  const proof = { suspectSince: iso(record.suspectSince ?? stamp.at), lookedAt: iso(stamp.at) };
  await move(ports, record.id, () => ({ name: "proven-gone", reasons: [reason("proven-gone", proof)], ...stamp }));
  return [{ kind: "gone" }];
}
