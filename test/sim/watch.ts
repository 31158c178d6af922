import type { InstanceId } from "../../core/model/ids.ts";
import type { Instance } from "../../core/model/instance.ts";
import type { Intent } from "../../core/model/ledger.ts";
import type { Sweep, SweepId } from "../../core/model/sweep.ts";
import type { Ec2Instance } from "../../core/ports/ec2.ts";
import type { Listing } from "../../core/ports/sweeps.ts";
import type { Fact } from "../../local/facts.ts";
import type { Call, Through } from "../../local/seam.ts";
import { isOver, type Machine } from "../../local/world/machine.ts";
import type { World } from "../../local/world/world.ts";

type Page = Awaited<ReturnType<Listing["page"]>>;

/** What a sweep may never do, whatever EC2 shows. */
export interface Watch {
  /** Stands at the ports, and notes whom EC2 left out. */
  readonly through: Through;
  see(fact: Fact): void;
  readonly records: ReadonlyMap<InstanceId, Instance>;
  /** As they were saved last, in the order in which they began. */
  readonly sweeps: ReadonlyMap<SweepId, Sweep>;
  readonly broken: string[];
}

const BY_HAND = "by-hand-after-";
/** The token of a launch that somebody makes behind our back, like one of ours. */
export const tokenByHand = ({ token }: Pick<Intent, "token">): string => BY_HAND + token;
const isByHand = ({ token }: Pick<Intent, "token">): boolean => token.startsWith(BY_HAND);

export function watch(world: () => World, now: () => number, target: number): Watch {
  const records = new Map<InstanceId, Instance>();
  const sweeps = new Map<SweepId, Sweep>();
  const broken: string[] = [];
  const leftOut = new Set<InstanceId>();
  const passes = new Map<string, { readonly from: number; readonly ids: Set<InstanceId> }>();
  const machines = (): readonly Machine[] => [...world().machines.values()];
  const lives = (id: InstanceId): boolean => {
    const machine = world().machines.get(id);
    return machine !== undefined && !isOver(machine);
  };

  function listed({ zone, marker }: { zone: string; marker?: string }, page: Page): void {
    const pass = marker === undefined ? { from: now(), ids: new Set<InstanceId>() } : passes.get(zone);
    if (!pass || page.kind !== "page") return;
    passes.set(zone, pass);
    for (const { id } of page.rows) pass.ids.add(id);
    // An empty zone is nobody's absence: it is to be doubted.
    if (page.marker !== undefined || pass.ids.size === 0) return;
    for (const { id, intent, launchedAt } of machines())
      if (intent.az === zone && launchedAt < pass.from && !pass.ids.has(id)) leftOut.add(id);
  }

  function written(before: Instance | undefined, after: Instance): void {
    records.set(after.id, after);
    if (after.state === "gone" && before?.state !== "gone" && lives(after.id))
      broken.push(`no record is gone while its machine lives: ${after.id}, ${after.last.name}`);
    const isMarked = after.suspectSince !== undefined && before?.suspectSince === undefined;
    if (isMarked && lives(after.id) && !leftOut.has(after.id))
      broken.push(`nobody is suspected whom EC2 did not leave out: ${after.id}`);
  }

  function launched(ids: readonly InstanceId[]): void {
    const aside = ["quarantined", "retiring"];
    const standing = machines().filter(
      ({ id, intent }) => lives(id) && !isByHand(intent) && !aside.includes(records.get(id)?.state ?? "launching"),
    );
    if (ids.length > 0 && standing.length > target)
      broken.push(`nothing is replaced that is still there: ${standing.length} of ${target} after ${ids.join(", ")}`);
  }

  return {
    records,
    sweeps,
    broken,
    async through(call: Call, work) {
      const answer = await work();
      const [first] = call.args;
      if (call.port === "listing") listed(first as { zone: string; marker?: string }, answer as Page);
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
