import { startSweep } from "../../../core/flows/start-sweep.ts";
import { sweep } from "../../../core/flows/sweep.ts";
import type { Ec2State, Instance } from "../../../core/model/instance.ts";
import type { Sweep } from "../../../core/model/sweep.ts";
import { POOL_TAG } from "../../../core/model/tags.ts";
import { HOUR_MS, wholeSecond } from "../../../core/model/time.ts";
import type { Ec2Instance } from "../../../core/ports/ec2.ts";
import type { Listing } from "../../../core/ports/sweeps.ts";
import { anInstance, EPOCH, instanceNo, POOL, REGION } from "../../builders.ts";
import type { Stage } from "./stage.ts";

export type Answer = Awaited<ReturnType<Listing["page"]>>;

export const ZONE_A = `${REGION}a`;
export const ZONE_B = `${REGION}b`;
export const TAGS = { team: "build", [POOL_TAG]: POOL };
/** When the sweeps of these tests begin: long after the records last changed. */
export const SWEPT_AT = EPOCH + HOUR_MS;

/** The n-th warm instance, with our tag. */
export const warmNo = (n: number, changes: Partial<Instance> = {}): Instance =>
  anInstance({ id: instanceNo(n), tags: TAGS, ...changes });

/** What EC2 says of a record's instance. */
export const rowOf = (record: Instance, state: Ec2State = record.observed.state, at = SWEPT_AT): Ec2Instance => {
  const { id, az, type, imageId, tags, securityGroups, token } = record;
  return { id, az, type, imageId, tags, securityGroups, token, observed: { state, at: wholeSecond(at) } };
};

/** EC2's listing as a test sets it: the pages of each zone, and what comes instead of them first. */
export interface ScriptedListing extends Listing {
  zones: Record<string, readonly (readonly Ec2Instance[])[]>;
  /** Taken before any page: an answer, or an error that is thrown. */
  readonly instead: (Answer | Error)[];
  /** Zones that do not answer. */
  readonly down: Set<string>;
  /** Zones and markers asked for. */
  readonly asked: string[];
}

export function scriptedListing(zones: ScriptedListing["zones"] = {}): ScriptedListing {
  const listing: ScriptedListing = {
    zones,
    instead: [],
    down: new Set(),
    asked: [],
    async page({ zone, marker = "0" }) {
      listing.asked.push(`${zone} ${marker}`);
      const first = listing.instead.shift();
      if (first instanceof Error) throw first;
      if (first) return first;
      if (listing.down.has(zone)) return { kind: "unanswered", error: "Unavailable" };
      const pages = listing.zones[zone] ?? [];
      const next = Number(marker) + 1;
      return { kind: "page", rows: pages[next - 1] ?? [], ...(next < pages.length && { marker: String(next) }) };
    },
  };
  return listing;
}

/** Sweeps the region to the end, from now. */
export async function sweptThrough(on: Stage): Promise<Sweep> {
  const begun = await startSweep(on.ports, REGION);
  if (begun.kind === "unknown-region") throw new Error("nothing to sweep");
  return sweptOn(on, begun.sweep.id);
}

/** Goes on with a sweep to its end. */
export async function sweptOn(on: Stage, id: string): Promise<Sweep> {
  for (let runs = 0; runs < 50; runs += 1) if ((await sweep(on.ports, id)).kind === "finished") break;
  const swept = await on.ports.sweeps.find(id);
  if (swept?.finishedAt === undefined) throw new Error(`${id} never ends`);
  return swept;
}

/** EC2 knows these by id. */
export const known = (on: Stage, ...rows: readonly Ec2Instance[]): void => {
  for (const row of rows) on.ec2.machines.set(row.id, row);
};
