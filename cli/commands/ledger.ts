import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import type { CommandOutcome } from "../errors.ts";
import { ledgerAnswer, ledgerRowsAnswer } from "../ledger-answer.ts";
import { ledgerText, rowsText } from "../ledger-text.ts";
import { everyPage, queryText } from "../pages.ts";
import { counted } from "../print.ts";

interface LedgerOptions {
  readonly url: string;
  readonly since: string;
  readonly until?: string;
  readonly claims?: true;
}

/** `greenroom ledger POOL`: what claims saved by the pool, and what that cost. */
export const ledger: CliCommand = {
  group: "Pools",
  guide:
    "shows [what a pool is worth](docs/use/hit-ledger.md): how claims were served, stage by stage, hits, almost-warm hits and misses compared, the time saved relative to a cold start, and the price of a saved second; warns if a hit is not faster; `--claims` lists each",
  add: (program, context) =>
    planeCommand(program, context, "ledger")
      .description("show how a pool's claims were served, stage by stage, what they saved, and what that cost")
      .argument("<pool>", "the pool's id")
      .option("--since <time>", "from that full hour on: a time, or how long ago, such as 1h, 24h or 7d", "24h")
      .option("--until <time>", "to that full hour, such as 2026-01-05T09:00:00Z; left out: until now")
      .option("--claims", "every claim too, with what was tried for it")
      .action(async (pool: string, options: LedgerOptions) => {
        context.end(await shown(context, pool, options));
      }),
};

async function shown(
  { terminal, paint }: CommandContext,
  pool: string,
  options: LedgerOptions,
): Promise<CommandOutcome> {
  const { url, since, until, claims } = options;
  const plane = planeOf({ url });
  const path = `/pools/${encodeURIComponent(pool)}/ledger`;
  const within = { since, until };
  const answered = await plane(`GET ${path}${queryText(within)}`, ledgerAnswer);
  if (answered.kind !== "ok") return answered;
  const width = terminal.size().columns;
  const text = ledgerText(answered.body, paint, width);
  if (!claims) return { kind: "done", document: answered.body, text };
  const rows = await everyPage(plane, `${path}/claims`, within, ledgerRowsAnswer, (body) => body.claims);
  if (rows.kind !== "ok") return rows;
  const { items, marker } = rows.body;
  return {
    kind: "done",
    document: { ...answered.body, rows: items, ...(marker !== undefined && { marker }) },
    text: [
      text,
      ...(items.length === 0 ? [] : ["", rowsText(items, width)]),
      ...(marker === undefined ? [] : [`Cut off after ${counted(items.length, "claim")}, at ${marker}.`]),
    ].join("\n"),
  };
}
