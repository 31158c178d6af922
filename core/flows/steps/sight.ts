import type { Trigger } from "../../lifecycle/triggers.ts";
import type { Instance } from "../../model/instance.ts";
import type { Ec2Instance } from "../../ports/ec2.ts";
import { driftOf, isEndedAtEc2 } from "../../reconcile/compare.ts";
import type { SweepFinding } from "../../reconcile/findings.ts";
import { type LookPorts, look } from "./look.ts";
import { move } from "./move.ts";

export type Stamp = Pick<Trigger, "at" | "cause">;

/** A sweep's look-up of one of our instances by id: what it shows that no event reported, and whether a suspect is there
 *  after all. `unknown`: EC2 does not know the id. */
export async function sight(
  ports: LookPorts,
  record: Instance,
  stamp: Stamp,
): Promise<"unknown" | readonly SweepFinding[]> {
  const looked = await look(ports, record, stamp.cause);
  if (looked.kind === "unknown") return "unknown";
  const { seen, wasMissed } = looked;
  const found: SweepFinding[] = [];
  if (wasMissed) found.push({ kind: "missed", event: `ec2:${seen.observed.state}`, lateMs: stamp.at - record.last.at });
  if (isEndedAtEc2(seen)) return found;
  if (record.suspectSince !== undefined) found.push(...(await takeBack(ports, record, stamp, () => true)));
  return [...found, ...(await noteDrift(ports, seen, record, stamp, ({ last }) => last.at <= stamp.at))];
}

/** Takes a row for the event that does not come where EC2 sends none: dated by its page, so that an older page changes nothing. */
export async function takeWord(
  ports: LookPorts,
  { id, observed }: Pick<Ec2Instance, "id" | "observed">,
  record: Instance,
  stamp: Stamp,
): Promise<readonly SweepFinding[]> {
  const event = `ec2:${observed.state}` as const;
  const moved = await move(ports, id, () => ({ name: event, seenAt: observed.at, ...stamp }));
  if (moved.kind !== "moved" && moved.kind !== "kept") return [];
  if (record.suspectSince === undefined || isEndedAtEc2({ observed })) return [{ kind: "emitted", event }];
  ports.counters.count("listing-hole", { pool: record.pool });
  return [{ kind: "emitted", event }, { kind: "came-back" }];
}

/** A suspect is there: the listing had a hole. */
export async function takeBack(
  ports: LookPorts,
  { id, pool }: Instance,
  stamp: Stamp,
  isStill: (record: Instance) => boolean,
): Promise<readonly SweepFinding[]> {
  const moved = await move(ports, id, (record) => (isStill(record) ? { name: "found", ...stamp } : undefined));
  if (moved.kind === "unmanaged" || moved.instance.suspectSince !== undefined) return [];
  ports.counters.count("listing-hole", { pool });
  return [{ kind: "came-back" }];
}

/** Takes in what somebody changed, if the record still is what was compared. */
export async function noteDrift(
  ports: LookPorts,
  row: Ec2Instance,
  record: Instance,
  stamp: Stamp,
  isStill: (record: Instance) => boolean,
): Promise<readonly SweepFinding[]> {
  const reasons = driftOf(row, record);
  if (reasons.length === 0) return [];
  const { type, az, imageId, securityGroups, tags } = row;
  const drifted: Trigger = { name: "drifted", facts: { type, az, imageId, securityGroups, tags }, reasons, ...stamp };
  const moved = await move(ports, row.id, (found) => (isStill(found) ? drifted : undefined));
  return moved.kind === "kept" ? [{ kind: "drifted" }] : [];
}
