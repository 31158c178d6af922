import type { Command } from "commander";
import { type PoolsAnswer, poolsAnswer } from "../answers.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import type { Outcome } from "../errors.ts";
import { everyPage, type Whole } from "../pages.ts";
import { counted, table } from "../print.ts";

/** `greenroom pools`: every pool, what it wants and what it holds. */
export const pools = (program: Command, context: CommandContext): Command =>
  planeCommand(program, context, "pools")
    .description("list the pools, what they want and what they hold")
    .action(async (options: { url: string }) => {
      const answered = await everyPage(planeOf(options), "/pools", {}, poolsAnswer, (body) => body.pools);
      context.end(answered.kind === "ok" ? listed(answered.body, context.terminal.size().columns) : answered);
    });

type PoolRow = PoolsAnswer["pools"][number];

function listed({ items, marker }: Whole<PoolRow>, width: number): Outcome {
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
            { title: "WAITING", of: ({ pending }) => pending },
            { title: "MAX", of: ({ max }) => max.instances },
            { title: "REGION", of: ({ region }) => region },
            { title: "TEMPLATE", of: ({ template }) => `${template.name}@${template.version}` },
          ],
          items,
          width,
        );
  const document = { pools: items, ...(marker !== undefined && { marker }) };
  const cutOff = marker === undefined ? "" : `\nCut off after ${counted(items.length, "pool")}, at ${marker}.`;
  return { kind: "done", document, text: text + cutOff };
}

/** How many a pool keeps; one that is torn down says so instead. */
function wanted({ target, forecastTarget = target, state }: PoolRow): number | string {
  if (state === "draining" || state === "drained") return state;
  return forecastTarget.running + forecastTarget.hibernated + forecastTarget.stopped;
}

/** Instances of a pool in these states, whatever tier they are kept in. */
const inState =
  (...states: readonly string[]) =>
  ({ counts }: PoolRow): number =>
    Object.values(counts).reduce(
      (sum, tier) => sum + states.reduce((within, state) => within + (tier[state] ?? 0), 0),
      0,
    );
