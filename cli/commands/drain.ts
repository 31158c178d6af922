import { Option } from "commander";
import { type PoolAnswer, poolsAnswer } from "../../events/answers/pools.ts";
import type { Plane, PlaneAnswer } from "../client.ts";
import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import { emptied } from "../drain/emptied.ts";
import { drainPools, keptIn, type PoolState, releaseAll, standings } from "../drain/pools.ts";
import { persistentText, poolStateText } from "../drain/text.ts";
import { badInput, type CommandOutcome } from "../errors.ts";
import { everyPage } from "../pages.ts";

export interface DrainOptions {
  readonly url: string;
  readonly all?: true;
  readonly keepClaims?: true;
  readonly releaseClaims?: true;
  readonly wait?: true;
  readonly yes?: true;
}

/** `greenroom drain POOL`: tears a pool down, so that nothing of it is billed any more. */
export const drain: CliCommand = {
  group: "Pools",
  guide:
    "tears a pool down, or `--all`: launches nothing, refuses claims, terminates everything that no claim holds; `--wait` until a sweep has proven it",
  add: (program, context) =>
    planeCommand(program, context, "drain")
      .description("tear a pool down: launch nothing, refuse claims, terminate all that no claim holds")
      .argument("[pool]", "the pool's id")
      .option("--all", "every pool")
      .addOption(new Option("--keep-claims", "keep what is in use until it is released; so it is anyway"))
      .addOption(
        new Option("--release-claims", "release every claim, and terminate what it holds").conflicts("keepClaims"),
      )
      .option("--wait", "until nothing is billed but what is kept, and a sweep has proven it")
      .option("--yes", "without asking")
      .addHelpText("after", "\nUndo it by applying a file that has the pool: greenroom apply FILE.")
      .action(async (pool: string | undefined, options: DrainOptions) => {
        context.end(await drained(context, pool, options));
      }),
};

async function drained(
  context: CommandContext,
  named: string | undefined,
  options: DrainOptions,
): Promise<CommandOutcome> {
  const plane = planeOf(options);
  const chosen = await poolsOf(plane, named, options.all === true);
  if (chosen.kind === "failed") return chosen;
  const looked = await standings(plane, chosen.body);
  if (looked.kind === "failed") return looked;
  if (looked.body.length === 0)
    return { kind: "done", document: { pools: [] }, text: "There are no pools, so there is nothing to tear down." };
  const refused = await allowed(context, looked.body, options);
  if (refused) return refused;

  const requested = await drainPools(plane, chosen.body);
  if (requested.kind === "failed") return requested;
  if (options.releaseClaims) {
    const released = await releaseAll(plane, chosen.body);
    if (released.kind === "failed") return released;
  }
  return options.wait ? emptied(context, plane, chosen.body, options) : begun(plane, requested.body, options);
}

/** The pool that is named, or all; one of the two must be. */
async function poolsOf(plane: Plane, named: string | undefined, all: boolean): Promise<PlaneAnswer<readonly string[]>> {
  if (all === (named !== undefined))
    return badInput("usage", all ? "name a pool or say --all, not both" : "name a pool, or say --all", {
      field: "POOL",
      fix: "greenroom pools lists them.",
    });
  if (named !== undefined) return { kind: "ok", body: [named] };
  const listed = await everyPage(plane, "/pools", {}, poolsAnswer, ({ pools }): readonly PoolAnswer[] => pools);
  return listed.kind === "ok" ? { kind: "ok", body: listed.body.items.map(({ id }) => id) } : listed;
}

/** Undefined: go on. What is being torn down already is not asked for again. */
async function allowed(
  { terminal, json }: CommandContext,
  looked: readonly PoolState[],
  { yes, releaseClaims }: DrainOptions,
): Promise<CommandOutcome | undefined> {
  const isUnderWay = looked.every(({ pool }) => pool.draining) && !releaseClaims;
  if (yes || isUnderWay) return undefined;
  const lines = looked.map((each) => poolStateText(each, releaseClaims === true));
  if (json || !terminal.hasKeyboard)
    return badInput("nobody-to-ask", `nothing is torn down, for there is nobody to ask: ${lines.join("; ")}`, {
      field: "--yes",
      fix: "Say --yes to go on without being asked.",
    });
  terminal.out(`${lines.join("\n")}\n`);
  const answer = await terminal.ask("Tear this down? [y/N] ");
  if (/^y(es)?$/i.test(answer.trim())) return undefined;
  return { kind: "done", document: { pools: [] }, text: "Nothing is torn down." };
}

async function begun(
  plane: Plane,
  requested: readonly PoolState[],
  { all, releaseClaims }: DrainOptions,
): Promise<CommandOutcome> {
  const pools = requested.map(({ pool }) => pool.id);
  const kept = await keptIn(plane, pools);
  if (kept.kind === "failed") return kept;
  const target = all ? "--all" : pools.join();
  return {
    kind: "done",
    document: {
      pools: requested.map(({ pool, leaving, inUse }) => ({ id: pool.id, state: pool.status.state, leaving, inUse })),
      kept: kept.body,
    },
    text: [
      ...requested.map((each) => poolStateText(each, releaseClaims === true)),
      ...persistentText(kept.body),
      "",
      `It goes on by itself. See it through, and have it proven: greenroom drain ${target} --wait`,
    ].join("\n"),
  };
}
