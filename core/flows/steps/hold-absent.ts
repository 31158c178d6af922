import type { InstanceId, PoolId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import { ABSENT_PER_PART } from "../../model/limits.ts";
import { reason } from "../../model/reason.ts";
import type { StockRow } from "../../model/state-index.ts";
import type { Sweep } from "../../model/sweep.ts";
import { iso } from "../../model/time.ts";
import type { Ports } from "../../ports/ports.ts";
import { type Absence, absence } from "../../reconcile/absence.ts";
import type { SweepFinding } from "../../reconcile/findings.ts";
import { causeOf } from "../../reconcile/mended.ts";
import type { LookPorts } from "./look.ts";
import type { Seen } from "./match-records.ts";
import { mendedBefore } from "./mended-before.ts";
import { move } from "./move.ts";
import { type Stamp, sight } from "./sight.ts";

type AbsentPorts = LookPorts & Pick<Ports, "seenSet">;

/** Holds the records of a pool against whom a sweep saw: marks who is missing, and proves gone who was missing before.
 *  Not whole: so many were found that the rest is left to the next time, which passes over what is settled. */
export async function holdAbsent(
  ports: AbsentPorts,
  sweep: Sweep,
  seen: Seen,
  pool: PoolId,
): Promise<{ readonly found: readonly SweepFinding[]; readonly isWhole: boolean }> {
  const part = { sweep: sweep.id, zone: `absent:${pool}`, generation: sweep.version, page: 0 };
  const found = [...(await foundBefore(ports, sweep, await ports.seenSet.seen(part)))];
  const disbelieved = new Set<string>();
  for (const { id, az } of await unseen(ports, seen, pool)) {
    if (found.length >= ABSENT_PER_PART) return { found, isWhole: false };
    const record = disbelieved.has(az) ? undefined : await ports.instances.find(id);
    if (!record || isSettled(absence(record, sweep))) continue;
    await ports.seenSet.see({ ...part, ids: [id] });
    const judged = await judge(ports, sweep, record);
    found.push(...judged.found);
    if (judged.isListingWrong) disbelieved.add(az);
  }
  return { found, isWhole: true };
}

/** What a try of this part found that was cut before it was saved. Who was judged is noted first, for the stock has no tombstones. */
async function foundBefore(
  ports: AbsentPorts,
  sweep: Sweep,
  judged: readonly InstanceId[],
): Promise<readonly SweepFinding[]> {
  const found: SweepFinding[] = [];
  for (const id of judged) {
    const record = await ports.instances.find(id);
    found.push(...((record && (await mendedBefore(ports, sweep, record))) ?? []));
  }
  return found;
}

/** The pool's stock in the zones that were read to the end, without whom the sweep saw there. */
async function unseen(ports: AbsentPorts, seen: Seen, pool: PoolId): Promise<readonly StockRow[]> {
  const stock = await ports.instances.stock(pool);
  return stock.filter(({ id, az }) => seen.get(az)?.has(id) === false);
}

const isSettled = (finding: Absence): boolean => finding === "nothing" || finding === "wait";

interface Judged {
  readonly found: readonly SweepFinding[];
  /** The zone's answer was empty, and EC2 knows one who is in it. */
  readonly isListingWrong?: boolean;
}

async function judge(ports: AbsentPorts, sweep: Sweep, record: Instance): Promise<Judged> {
  const stamp = { at: ports.clock.now(), cause: causeOf(sweep) };
  const finding = absence(record, sweep);
  if (finding === "missing") return { found: await mark(ports, sweep, record, stamp) };

  const sighted = await sight(ports, record, stamp);
  if (finding === "look")
    return { found: sighted === "unknown" ? await proveGone(ports, sweep, record, stamp) : sighted };
  if (sighted === "unknown") return { found: await mark(ports, sweep, record, stamp) };
  const zone = sweep.shards.find((shard) => shard.zone === record.az);
  return { found: sighted, isListingWrong: zone?.rows === 0 };
}

async function mark(
  ports: AbsentPorts,
  sweep: Sweep,
  record: Instance,
  stamp: Stamp,
): Promise<readonly SweepFinding[]> {
  const before = absence(record, sweep);
  const moved = await move(ports, record.id, (now) =>
    absence(now, sweep) === before ? { name: "missing", ...stamp } : undefined,
  );
  return moved.kind === "kept" ? [{ kind: "suspected" }] : [];
}

async function proveGone(
  ports: AbsentPorts,
  sweep: Sweep,
  record: Instance,
  stamp: Stamp,
): Promise<readonly SweepFinding[]> {
  const proof = { suspectSince: iso(record.suspectSince ?? stamp.at), lookedAt: iso(stamp.at) };
  const reasons = [reason("proven-gone", proof)];
  const moved = await move(ports, record.id, (now) =>
    absence(now, sweep) === "look" ? { name: "proven-gone", reasons, ...stamp } : undefined,
  );
  return moved.kind === "moved" ? [{ kind: "gone" }] : [];
}
