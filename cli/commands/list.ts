import { Option } from "commander";
import { instancesAnswer } from "../../events/answers/instances.ts";
import type { InstanceDetails } from "../../events/notices/instance-changed.v1.ts";
import type { Page } from "../../events/pages.ts";
import { STATES } from "../../events/states.ts";
import type { Plane, PlaneAnswer } from "../client.ts";
import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import type { CommandOutcome } from "../errors.ts";
import { noticesOf } from "../notices.ts";
import { everyPage } from "../pages.ts";
import { type Column, counted, momentText, table } from "../print.ts";
import { type ListScope, watchList } from "../watch.ts";

interface ListOptions {
  readonly url: string;
  readonly state?: string;
  readonly az?: string;
  readonly changedSince?: string;
  readonly tombstones: boolean;
  readonly watch?: true;
}

/** `greenroom list [POOL]`: the instances of a pool, or of all, those lately gone included. */
export const list: CliCommand = {
  group: "Instances",
  guide:
    "lists the instances of a pool or of all, including those recently gone; by state, zone, or what changed since; `--watch` continues with every change",
  add: (program, context) =>
    planeCommand(program, context, "list")
      .description("list the instances of a pool or of all, those lately gone included")
      .argument("[pool]", "the pool's id")
      .addOption(new Option("--state <state>", "only those in this state").choices(STATES))
      .option("--az <zone>", "only those in this availability zone")
      .option("--changed-since <time>", "only those that changed at this time or later, such as 2026-01-05T09:00:00Z")
      .option("--no-tombstones", "without those that are gone")
      .option("--watch", "then print every change until Ctrl-C; with --json, one document a line")
      .action(async (pool: string | undefined, options: ListOptions) => {
        const scope = scopeOf(pool, options);
        const outcome = options.watch
          ? await watched(context, options.url, scope)
          : await listed(context, options.url, scope);
        if (outcome) context.end(outcome);
      }),
};

const scopeOf = (pool: string | undefined, { state, az, changedSince, tombstones }: ListOptions): ListScope => ({
  ...(pool !== undefined && { pool }),
  ...(state !== undefined && { state }),
  ...(az !== undefined && { az }),
  ...(changedSince !== undefined && { changedSince }),
  ...(!tombstones && { tombstones: "false" }),
});

const instancesIn = (plane: Plane, scope: ListScope): Promise<PlaneAnswer<Page<InstanceDetails>>> =>
  everyPage(plane, "/instances", { ...scope }, instancesAnswer, ({ instances }) => instances);

async function listed({ terminal }: CommandContext, url: string, scope: ListScope): Promise<CommandOutcome> {
  const answered = await instancesIn(planeOf({ url }), scope);
  return answered.kind === "ok" ? listing(answered.body, scope, terminal.size().columns) : answered;
}

/** The list, then what changes; the stream is open before the list is read, so that nothing falls between the two. Undefined: stopped. */
async function watched(context: CommandContext, url: string, scope: ListScope): Promise<CommandOutcome | undefined> {
  const { terminal, json } = context;
  const stopped = terminal.stopped();
  const told = await noticesOf(url, stopped);
  if (told.kind === "failed") return told;
  const answered = await instancesIn(planeOf({ url }), scope);
  if (answered.kind === "failed") return answered;
  const { document, text } = listing(answered.body, scope, terminal.size().columns);
  terminal.out(`${json ? JSON.stringify(document) : text}\n`);
  const known = new Map(answered.body.items.map(({ id, version }) => [id, version]));
  return watchList(context, { notices: told.notices, scope, known, stopped });
}

function listing({ items, marker }: Page<InstanceDetails>, scope: ListScope, width: number) {
  const { pool, ...filters } = scope;
  const columns = pool === undefined ? [ID, POOL, ...COLUMNS] : [ID, ...COLUMNS];
  const nothing = `${pool ?? "The plane"} has no instances${Object.keys(filters).length > 0 ? " like that" : ""}.`;
  const lines = [
    items.length === 0 ? nothing : table(columns, items, width),
    ...(marker === undefined ? [] : [`Cut off after ${counted(items.length, "instance")}, at ${marker}.`]),
  ];
  const document = { ...(pool !== undefined && { pool }), instances: items, ...(marker !== undefined && { marker }) };
  return { kind: "done" as const, document, text: lines.join("\n") };
}

const ID: Column<InstanceDetails> = { title: "INSTANCE", of: ({ id }) => id };
const POOL: Column<InstanceDetails> = { title: "POOL", of: ({ pool }) => pool };
const COLUMNS: readonly Column<InstanceDetails>[] = [
  { title: "STATE", of: ({ state, suspectSince }) => (suspectSince ? `${state}, suspect` : state) },
  { title: "CLAIM", of: ({ claim }) => claim },
  { title: "EC2", of: ({ ec2 }) => ec2.state },
  { title: "TIER", of: ({ tier }) => tier },
  { title: "SINCE", of: ({ since }) => momentText(since) },
  { title: "AZ", of: ({ az }) => az },
  { title: "TYPE", of: ({ type }) => type },
  { title: "USES", of: ({ uses }) => uses },
  { title: "IP", of: ({ privateIp }) => privateIp },
  { title: "GENERATION", of: ({ generation }) => generation },
];
