import { isDeepStrictEqual } from "node:util";
import { opened } from "../../adapters/memory/sorted.ts";
import type { InstanceId } from "../../core/model/ids.ts";
import type { Instance, State } from "../../core/model/instance.ts";
import type { Intent } from "../../core/model/ledger.ts";
import type { Sweep, SweepId } from "../../core/model/sweep.ts";
import type { Ec2Instance } from "../../core/ports/ec2.ts";
import type { Listing, SeenSet } from "../../core/ports/sweeps.ts";
import type { Fact } from "../../local/facts.ts";
import type { PortCall, Through } from "../../local/seam.ts";
import { isEndedMachine, type Machine } from "../../local/world/machine.ts";
import type { World } from "../../local/world/world.ts";

type Answer = Awaited<ReturnType<Listing["page"]>>;
type Noted = Parameters<SeenSet["see"]>[0];

/** A page that EC2 gave, and that no sweep has noted yet. */
interface Given {
  readonly at: number;
  readonly ids: readonly InstanceId[];
  readonly isLast: boolean;
}
/** What EC2 showed of a zone to one beginning of one sweep. */
interface Pass {
  readonly from: number;
  readonly ids: Set<InstanceId>;
}

/** What a sweep may never do, whatever EC2 shows. */
export interface Watch {
  /** Stands at the ports, and notes whom EC2 left out. */
  readonly through: Through;
  see(fact: Fact): void;
  readonly records: ReadonlyMap<InstanceId, Instance>;
  /** When each record learned something; that a deadline asks EC2 again teaches it nothing. */
  readonly news: ReadonlyMap<InstanceId, readonly number[]>;
  /** As they were saved last, in the order in which they began. */
  readonly sweeps: ReadonlyMap<SweepId, Sweep>;
  readonly broken: string[];
}

/** What a pool has lost, or given away, and may replace. */
const OUTSIDE: readonly State[] = ["quarantined", "retiring", "gone"];
const isStock = (record: Instance | undefined): boolean =>
  record === undefined || (record.lease === undefined && !OUTSIDE.includes(record.state));

const BY_HAND = "by-hand-after-";
/** The token of a launch that somebody makes behind our back, like one of ours. */
export const tokenByHand = ({ token }: Pick<Intent, "token">): string => BY_HAND + token;
const isByHand = ({ token }: Pick<Intent, "token">): boolean => token.startsWith(BY_HAND);

export function watch(world: () => World, now: () => number, target: number): Watch {
  const records = new Map<InstanceId, Instance>();
  const news = new Map<InstanceId, number[]>();
  const sweeps = new Map<SweepId, Sweep>();
  const broken: string[] = [];
  const leftOut = new Set<InstanceId>();
  const given = new Map<string, Given[]>();
  const passes = new Map<string, Pass>();
  const machines = (): readonly Machine[] => [...world().machines.values()];
  const lives = (id: InstanceId): boolean => {
    const machine = world().machines.get(id);
    return machine !== undefined && !isEndedMachine(machine);
  };

  function listed({ zone }: { zone: string }, answer: Answer): void {
    if (answer.kind !== "page") return;
    const ids = answer.rows.map(({ id }) => id);
    opened(given, zone, () => []).push({ at: now(), ids, isLast: answer.marker === undefined });
  }

  /** A page says nothing of the sweep it was read for; the roll call that follows it does. What nobody gave is not noted. */
  function noted({ sweep, zone, generation, ids }: Noted): void {
    const pages = opened(given, zone, () => []);
    const which = pages.findIndex((page) => isDeepStrictEqual(page.ids, ids));
    const [page] = which < 0 ? [] : pages.splice(which, 1);
    if (!page) return;
    const pass = opened(passes, `${sweep}/${zone}/${generation}`, () => ({ from: page.at, ids: new Set() }));
    for (const id of ids) pass.ids.add(id);
    // An empty zone is nobody's absence: it is to be doubted.
    if (!page.isLast || pass.ids.size === 0) return;
    for (const { id, intent, launchedAt } of machines())
      if (intent.az === zone && launchedAt < pass.from && !pass.ids.has(id)) leftOut.add(id);
  }

  function written(before: Instance | undefined, after: Instance): void {
    records.set(after.id, after);
    if (after.last.name !== "deadline" || before?.state !== after.state)
      opened(news, after.id, () => []).push(after.last.at);
    if (after.state === "gone" && before?.state !== "gone" && lives(after.id))
      broken.push(`no record is gone while its machine lives: ${after.id}, ${after.last.name}`);
    const isMarked = after.suspectSince !== undefined && before?.suspectSince === undefined;
    if (before?.suspectSince !== undefined && after.leaseEpoch > before.leaseEpoch)
      broken.push(`no suspect is given to a claim: ${after.id}`);
    if (isMarked && lives(after.id) && !leftOut.has(after.id))
      broken.push(`nobody is suspected whom EC2 did not leave out: ${after.id}`);
  }

  function launched(ids: readonly InstanceId[]): void {
    const standing = machines().filter(({ id, intent }) => lives(id) && !isByHand(intent) && isStock(records.get(id)));
    if (ids.length > 0 && standing.length > target)
      broken.push(`nothing is replaced that is still there: ${standing.length} of ${target} after ${ids.join(", ")}`);
  }

  return {
    records,
    news,
    sweeps,
    broken,
    async through(call: PortCall, work) {
      const answer = await work();
      const [first] = call.args;
      if (call.port === "listing") listed(first as { zone: string }, answer as Answer);
      if (call.method === "see" && call.port === "seenSet") noted(first as Noted);
      if (call.port === "lookup" && (answer as Ec2Instance | "unknown") === "unknown") leftOut.add(first as InstanceId);
      if (call.method === "save" && call.port === "sweeps" && answer === "saved")
        sweeps.set((first as Sweep).id, first as Sweep);
      return answer;
    },
    see(fact) {
      if (fact.kind === "written" && fact.written.kind === "instance") written(fact.written.before, fact.written.after);
      if (fact.kind === "launched") launched(fact.ids);
    },
  };
}
