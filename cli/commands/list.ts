import { type Command, Option } from "commander";
import { STATES } from "../../core/model/instance.ts";
import type { InstanceDetails } from "../../events/notices/instance-changed.v1.ts";
import { instancesAnswer } from "../answers.ts";
import { type Desk, planeCommand, planeOf } from "../desk.ts";
import type { Outcome } from "../errors.ts";
import { everyPage, type Whole } from "../pages.ts";
import { type Column, counted, moment, table } from "../print.ts";

interface ListOptions {
  readonly url: string;
  readonly state?: string;
  readonly az?: string;
  readonly changedSince?: string;
  readonly tombstones: boolean;
}

/** `greenroom list [POOL]`: the instances of a pool, or of all, those lately gone included. */
export const list = (program: Command, desk: Desk): Command =>
  planeCommand(program, desk, "list")
    .description("list the instances of a pool or of all, those lately gone included")
    .argument("[pool]", "the pool's id")
    .addOption(new Option("--state <state>", "only those in this state").choices(STATES))
    .option("--az <zone>", "only those in this availability zone")
    .option("--changed-since <time>", "only those that changed at this time or later, such as 2026-01-05T09:00:00Z")
    .option("--no-tombstones", "without those that are gone")
    .action(async (pool: string | undefined, { url, tombstones, ...wanted }: ListOptions) => {
      const query = { pool, ...wanted, ...(!tombstones && { tombstones: "false" }) };
      const answered = await everyPage(
        planeOf({ url }),
        "/instances",
        query,
        instancesAnswer,
        ({ instances }) => instances,
      );
      const isFiltered = !tombstones || Object.keys(wanted).length > 0;
      desk.end(
        answered.kind === "ok" ? listed(answered.body, { pool, isFiltered }, desk.terminal.size().columns) : answered,
      );
    });

interface Scope {
  readonly pool: string | undefined;
  readonly isFiltered: boolean;
}

function listed({ items, marker }: Whole<InstanceDetails>, { pool, isFiltered }: Scope, width: number): Outcome {
  const columns = pool === undefined ? [ID, POOL, ...COLUMNS] : [ID, ...COLUMNS];
  const nothing = `${pool ?? "The plane"} has no instances${isFiltered ? " like that" : ""}.`;
  const lines = [
    items.length === 0 ? nothing : table(columns, items, width),
    ...(marker === undefined ? [] : [`Cut off after ${counted(items.length, "instance")}, at ${marker}.`]),
  ];
  const document = { ...(pool !== undefined && { pool }), instances: items, ...(marker !== undefined && { marker }) };
  return { kind: "done", document, text: lines.join("\n") };
}

const ID: Column<InstanceDetails> = { title: "INSTANCE", of: ({ id }) => id };
const POOL: Column<InstanceDetails> = { title: "POOL", of: ({ pool }) => pool };
const COLUMNS: readonly Column<InstanceDetails>[] = [
  { title: "STATE", of: ({ state, suspectSince }) => (suspectSince ? `${state}, suspect` : state) },
  { title: "CLAIM", of: ({ claim }) => claim },
  { title: "EC2", of: ({ ec2 }) => ec2.state },
  { title: "TIER", of: ({ tier }) => tier },
  { title: "SINCE", of: ({ since }) => moment(since) },
  { title: "AZ", of: ({ az }) => az },
  { title: "TYPE", of: ({ type }) => type },
  { title: "USES", of: ({ uses }) => uses },
  { title: "IP", of: ({ privateIp }) => privateIp },
  { title: "GENERATION", of: ({ generation }) => generation },
];
