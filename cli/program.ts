import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { alerts } from "./commands/alerts.ts";
import { apply } from "./commands/apply.ts";
import { autopsy } from "./commands/autopsy.ts";
import { claim } from "./commands/claim.ts";
import { delivery } from "./commands/delivery.ts";
import { doctor } from "./commands/doctor.ts";
import { drain } from "./commands/drain.ts";
import { explain } from "./commands/explain.ts";
import { forecast } from "./commands/forecast.ts";
import { leaks } from "./commands/leaks.ts";
import { ledger } from "./commands/ledger.ts";
import { list } from "./commands/list.ts";
import { pools } from "./commands/pools.ts";
import { record } from "./commands/record.ts";
import { redrive } from "./commands/redrive.ts";
import { release } from "./commands/release.ts";
import { replay } from "./commands/replay.ts";
import { show } from "./commands/show.ts";
import { simulate } from "./commands/simulate.ts";
import { sweep } from "./commands/sweep.ts";
import { up } from "./commands/up.ts";
import { badInput, EXIT, failed, failureText, type Outcome, unexpected } from "./errors.ts";
import { paintFor, type Terminal } from "./terminal.ts";

const COMMANDS = [
  up,
  apply,
  pools,
  claim,
  release,
  list,
  show,
  autopsy,
  explain,
  forecast,
  sweep,
  leaks,
  doctor,
  drain,
  record,
  delivery,
  ledger,
  redrive,
  replay,
  alerts,
  simulate,
];

/** Runs one command line; the exit code. Text or one JSON document goes to stdout, failures as text to stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes("--json");
  const outcome = await outcomeOf(args, terminal, json);
  if (outcome === undefined) return EXIT.done.code;
  if (outcome.kind === "failed") {
    const { exit, ...error } = outcome.failure;
    if (json) terminal.out(`${JSON.stringify({ error })}\n`);
    else terminal.err(`${failureText(outcome.failure)}\n`);
    return EXIT[exit].code;
  }
  terminal.out(`${json ? JSON.stringify(outcome.document) : outcome.text}\n`);
  return EXIT[outcome.exit ?? "done"].code;
}

/** Undefined: there is nothing more to print, after help or a served plane. */
async function outcomeOf(args: readonly string[], terminal: Terminal, json: boolean): Promise<Outcome | undefined> {
  let ended: Outcome | undefined;
  const context: CommandContext = {
    terminal,
    paint: paintFor(terminal),
    json,
    end: (outcome) => {
      ended = outcome;
    },
  };
  try {
    await programFor(context).parseAsync(args, { from: "user" });
    return ended;
  } catch (error) {
    if (!(error instanceof CommanderError)) return failed(unexpected(error));
    return error.exitCode === 0 ? undefined : usage(error);
  }
}

function programFor(context: CommandContext): Command {
  const program = new Command("greenroom")
    .description("Keeps EC2 instances warm, and hands one over in seconds.")
    .option("--json", "print one JSON document instead of text")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: context.terminal.out, writeErr: () => undefined })
    .exitOverride()
    .addHelpText("after", exitCodes);
  for (const add of COMMANDS) add(program, context);
  return program;
}

const exitCodes = (): string =>
  ["", "Exit codes:", ...Object.values(EXIT).map(({ code, means }) => `  ${code}  ${means}`)].join("\n");

/** What commander found wrong with the command line. Without a command at all it "fails" with its help. */
const usage = ({ code, message }: CommanderError): Outcome =>
  code === "commander.help"
    ? badInput("usage", "name a command", {
        fix: `One of ${COMMANDS.map(({ name }) => name).join(", ")}; see greenroom --help.`,
      })
    : badInput("usage", message.replace(/^error: /, "").replaceAll("\n", " "), { fix: "See greenroom --help." });
