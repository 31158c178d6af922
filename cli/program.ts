import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { COMMANDS } from "./command-list.ts";
import { badInput, type CommandOutcome, commandFailureText, EXIT, failed, unexpected } from "./errors.ts";
import { paintFor, type Terminal } from "./terminal.ts";

/** Runs one command line; the exit code. Text or one JSON document goes to stdout, failures as text to stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes("--json");
  const outcome = await outcomeOf(args, terminal, json);
  if (outcome === undefined) return EXIT.done.code;
  if (outcome.kind === "failed") {
    const { exit, ...error } = outcome.failure;
    if (json) terminal.out(`${JSON.stringify({ error })}\n`);
    else terminal.err(`${commandFailureText(outcome.failure)}\n`);
    return EXIT[exit].code;
  }
  terminal.out(`${json ? JSON.stringify(outcome.document) : outcome.text}\n`);
  return EXIT[outcome.exit ?? "done"].code;
}

/** Undefined: there is nothing more to print, after help or a served plane. */
async function outcomeOf(
  args: readonly string[],
  terminal: Terminal,
  json: boolean,
): Promise<CommandOutcome | undefined> {
  let ended: CommandOutcome | undefined;
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

/** The whole command line. */
export function programFor(context: CommandContext): Command {
  const program = new Command("greenroom")
    .description("Keeps EC2 instances warm, and hands one over in seconds.")
    .option("--json", "print one JSON document instead of text")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: context.terminal.out, writeErr: () => undefined })
    .exitOverride()
    .addHelpText("after", exitCodes);
  for (const { add, group } of COMMANDS) add(program, context).helpGroup(`${group}:`);
  return program;
}

const exitCodes = (): string =>
  ["", "Exit codes:", ...Object.values(EXIT).map(({ code, means }) => `  ${code}  ${means}`)].join("\n");

/** What commander found wrong with the command line. Without a command at all it "fails" with its help. */
const usage = ({ code, message }: CommanderError): CommandOutcome =>
  code === "commander.help"
    ? badInput("usage", "name a command", {
        fix: `One of ${COMMANDS.map(({ name }) => name).join(", ")}; see greenroom --help.`,
      })
    : badInput("usage", message.replace(/^error: /, "").replaceAll("\n", " "), { fix: "See greenroom --help." });
