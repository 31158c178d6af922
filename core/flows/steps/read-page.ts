import type { PoolId } from "../../model/ids.ts";
import type { Instance } from "../../model/instance.ts";
import type { Sweep } from "../../model/sweep.ts";
import { POOL_TAG } from "../../model/tags.ts";
import type { Ec2Instance } from "../../ports/ec2.ts";
import { PortError } from "../../ports/errors.ts";
import type { Needs, Ports } from "../../ports/ports.ts";
import { compare, isEndedAtEc2, publishesAnother } from "../../reconcile/compare.ts";
import type { SweepFinding } from "../../reconcile/findings.ts";
import { causeOf } from "../../reconcile/mended.ts";
import { type AdoptPorts, adopt } from "./adopt.ts";
import { mayPass } from "./for-every.ts";
import type { LookPorts } from "./look.ts";
import { mendedBefore } from "./mended-before.ts";
import { rearmOverdue } from "./rearm.ts";
import { noteDrift, sight, takeBack, takeWord } from "./sight.ts";

/** What one page of a sweep is held against, and mended by. */
type ReadPorts = LookPorts & AdoptPorts & Needs<typeof rearmOverdue> & Pick<Ports, "seenSet">;

/** Holds the rows of one page against our records, and mends what differs. A row that is there twice counts once.
 *  What was mended by a try of this page that was never saved is not mended again, and counts. */
export async function readPage(
  ports: ReadPorts,
  sweep: Sweep,
  rows: readonly Ec2Instance[],
): Promise<readonly SweepFinding[]> {
  const found: SweepFinding[] = [];
  const single = new Map(rows.map((row) => [row.id, row])).values();
  for (const [poolId, listed] of Map.groupBy(single, ({ tags }) => tags[POOL_TAG] ?? "")) {
    const ids = listed.map(({ id }) => id);
    const records = await ports.seenSet.records(poolId, ids).catch(noneOfThem);
    const known = new Map(records.map((record) => [record.id, record]));
    for (const row of listed) {
      const one = heldAgainst(ports, sweep, row, poolId, known.get(row.id));
      found.push(...(await one.catch((error: unknown) => passedOver(ports, sweep, error))));
    }
  }
  return found;
}

/** One that will not be read hides the others of the answer: each is then looked for by itself. */
function noneOfThem(error: unknown): readonly Instance[] {
  if (mayPass(error)) throw error;
  return [];
}

async function heldAgainst(
  ports: ReadPorts,
  sweep: Sweep,
  row: Ec2Instance,
  poolId: PoolId,
  known: Instance | undefined,
): Promise<readonly SweepFinding[]> {
  // A tag that was changed by hand names a pool that has no such record.
  const record = known ?? (await ports.instances.find(row.id));
  const before = record && (await mendedBefore(ports, sweep, record));
  if (before) return sweep.emits ? before.map(asEmitted) : before;
  return record ? mend(ports, sweep, row, record) : adopt(ports, sweep, row, poolId);
}

/** A row that will fail again keeps no other from being held against its record: it is left as it is, and counted. */
function passedOver({ counters }: Pick<Ports, "counters">, { region }: Sweep, error: unknown): readonly SweepFinding[] {
  if (mayPass(error)) throw error;
  counters.count("sweep-row-failed", { region, code: error instanceof PortError ? error.code : "Unexpected" });
  return [];
}

/** Where rows are taken for events, none was missed. */
const asEmitted = (found: SweepFinding): SweepFinding =>
  found.kind === "missed" ? { kind: "emitted", event: found.event } : found;

async function mend(
  ports: ReadPorts,
  sweep: Sweep,
  row: Ec2Instance,
  record: Instance,
): Promise<readonly SweepFinding[]> {
  const stamp = { at: ports.clock.now(), cause: causeOf(sweep) };
  await rearmOverdue(ports, record);
  if (sweep.emits && publishesAnother(row, record)) return takeWord(ports, row, record, stamp);
  const finding = compare(row, record, sweep.startedAt);
  // Whoever wrote the record in between wins.
  const isStill = (now: Instance): boolean => compare(row, now, sweep.startedAt).kind === finding.kind;
  switch (finding.kind) {
    case "newer":
      return [];
    case "undead": {
      const seen = await ports.lookup.look(row.id);
      return seen === "unknown" || isEndedAtEc2(seen) ? [] : [{ kind: "leak", id: row.id }];
    }
    case "missed": {
      const found = await sight(ports, record, stamp);
      return found === "unknown" ? [] : found;
    }
    case "came-back":
      return takeBack(ports, record, stamp, isStill);
    case "agrees":
      return record.state === "gone" ? [] : noteDrift(ports, row, record, stamp, isStill);
  }
}
