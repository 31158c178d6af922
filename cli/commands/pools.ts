import { type PoolsAnswer, poolAnswer, poolsAnswer, templatesAnswer } from "../../events/answers/pools.ts";
import type { Page } from "../../events/pages.ts";
import { inAllTiers } from "../../events/tiers.ts";
import type { Plane, PlaneAnswer } from "../client.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import type { CommandOutcome } from "../errors.ts";
import { everyPage } from "../pages.ts";
import { counted, table } from "../print.ts";
import { specFile } from "../spec-file.ts";

/** `greenroom pools`: every pool, what it wants and what it holds; or their desired state, as a file. */
export const pools: CliCommand = {
  group: "Pools",
  guide:
    "lists the pools, their targets and what they hold; `--spec` prints their desired state as a pool file with its templates, which changes nothing when it is applied",
  add: (program, context) =>
    planeCommand(program, context, "pools")
      .description("list the pools, what they want and what they hold")
      .argument("[pool]", "one pool alone")
      .option("--spec", "print the desired state as a pool file with its templates; applying it changes nothing")
      .action(async (pool: string | undefined, options: { url: string; spec?: true }) => {
        const plane = planeOf(options);
        const found = await asked(plane, pool);
        if (found.kind === "failed") return context.end(found);
        if (!options.spec) return context.end(listed(found.body, context.terminal.size().columns));
        const templates = await everyPage(plane, "/templates", {}, templatesAnswer, (body) => body.templates);
        context.end(templates.kind === "ok" ? specFile(found.body.items, templates.body.items) : templates);
      }),
};

type PoolRow = PoolsAnswer["pools"][number];

/** The pool that is named, or all of them. */
async function asked(plane: Plane, pool: string | undefined): Promise<PlaneAnswer<Page<PoolRow>>> {
  if (pool === undefined) return everyPage(plane, "/pools", {}, poolsAnswer, (body) => body.pools);
  const one = await plane(`GET /pools/${encodeURIComponent(pool)}`, poolAnswer);
  return one.kind === "ok" ? { kind: "ok", body: { items: [one.body] } } : one;
}

function listed({ items, marker }: Page<PoolRow>, width: number): CommandOutcome {
  const text =
    items.length === 0
      ? "There are no pools; apply a file of them: greenroom apply FILE."
      : table<PoolRow>(
          [
            { title: "POOL", of: ({ id }) => id },
            { title: "TARGET", of: wanted },
            { title: "WARM", of: inState("warm") },
            { title: "PREPARING", of: inState("launching", "preparing", "parking", "returning") },
            { title: "STARTING", of: inState("handing-over") },
            { title: "IN USE", of: inState("in-use") },
            { title: "QUARANTINED", of: inState("quarantined") },
            { title: "WAITING", of: ({ status }) => status.pending },
            { title: "MAX", of: ({ spec }) => spec.max.instances },
            { title: "REGION", of: ({ spec }) => spec.region },
            { title: "TEMPLATE", of: ({ spec }) => `${spec.template}@${spec.templateVersion}` },
          ],
          items,
          width,
        );
  const document = { pools: items, ...(marker !== undefined && { marker }) };
  const cutOff = marker === undefined ? "" : `\nCut off after ${counted(items.length, "pool")}, at ${marker}.`;
  return { kind: "done", document, text: text + cutOff };
}

/** How many a pool keeps; one that is torn down says so instead. */
function wanted({ spec, status: { state, forecastTarget } }: PoolRow): number | string {
  if (state === "draining" || state === "drained") return state;
  return inAllTiers(forecastTarget ?? spec.target);
}

/** Instances of a pool in these states, whatever tier they are kept in. */
const inState =
  (...states: readonly string[]) =>
  ({ status: { counts } }: PoolRow): number =>
    Object.values(counts).reduce(
      (sum, tier) => sum + states.reduce((within, state) => within + (tier[state] ?? 0), 0),
      0,
    );
