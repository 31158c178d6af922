import type { Command } from "commander";
import { LIST_PAGES_MAX } from "../../core/model/limits.ts";
import type { InstanceDetails } from "../../events/notices/instance-changed.v1.ts";
import { instancesAnswer } from "../answers.ts";
import type { Answered, Plane } from "../client.ts";
import { type Desk, planeCommand, planeOf } from "../desk.ts";
import type { Outcome } from "../errors.ts";
import { counted, moment, table } from "../print.ts";

/** `greenroom list POOL`: every instance of a pool, those lately gone included. */
export const list = (program: Command, desk: Desk): Command =>
  planeCommand(program, desk, "list")
    .description("list the instances of a pool, those lately gone included")
    .argument("<pool>", "the pool's id")
    .action(async (pool: string, options: { url: string }) => {
      const answered = await allPages(planeOf(options), pool);
      desk.end(answered.kind === "ok" ? listed(pool, answered.body, desk.terminal.size().columns) : answered);
    });

interface Listing {
  readonly instances: readonly InstanceDetails[];
  /** Where the listing was cut off; absent: it is whole. */
  readonly marker?: string;
}

/** Page by page, each beginning where the last ended, so that none is skipped or doubled while others come and go. */
async function allPages(plane: Plane, pool: string): Promise<Answered<Listing>> {
  const instances: InstanceDetails[] = [];
  let marker: string | undefined;
  for (let page = 0; page < LIST_PAGES_MAX; page += 1) {
    const after = marker === undefined ? "" : `?marker=${encodeURIComponent(marker)}`;
    const answered = await plane(`GET /pools/${encodeURIComponent(pool)}/instances${after}`, instancesAnswer);
    if (answered.kind !== "ok") return answered;
    instances.push(...answered.body.instances);
    marker = answered.body.marker;
    if (marker === undefined) return { kind: "ok", body: { instances } };
  }
  return { kind: "ok", body: { instances, ...(marker !== undefined && { marker }) } };
}

function listed(pool: string, listing: Listing, width: number): Outcome {
  const { instances, marker } = listing;
  const lines = [
    instances.length === 0 ? `${pool} has no instances.` : table(COLUMNS, instances, width),
    ...(marker === undefined ? [] : [`Cut off after ${counted(instances.length, "instance")}, at ${marker}.`]),
  ];
  return { kind: "done", document: { pool, ...listing }, text: lines.join("\n") };
}

const COLUMNS = [
  { title: "INSTANCE", of: ({ id }: InstanceDetails) => id },
  { title: "STATE", of: ({ state, suspectSince }: InstanceDetails) => (suspectSince ? `${state}, suspect` : state) },
  { title: "CLAIM", of: ({ claim }: InstanceDetails) => claim },
  { title: "EC2", of: ({ ec2 }: InstanceDetails) => ec2.state },
  { title: "TIER", of: ({ tier }: InstanceDetails) => tier },
  { title: "SINCE", of: ({ since }: InstanceDetails) => moment(since) },
  { title: "AZ", of: ({ az }: InstanceDetails) => az },
  { title: "TYPE", of: ({ type }: InstanceDetails) => type },
  { title: "USES", of: ({ uses }: InstanceDetails) => uses },
  { title: "IP", of: ({ privateIp }: InstanceDetails) => privateIp },
  { title: "GENERATION", of: ({ generation }: InstanceDetails) => generation },
] as const;
