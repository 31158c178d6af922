import { Option } from "commander";
import type { CliCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";
import { badInput, type CommandOutcome } from "../errors.ts";
import { decimal, whole } from "../numbers.ts";
import { type Files, recordPlay } from "../replay/record-play.ts";
import { recordQueue } from "../replay/record-queue.ts";

interface RecordOptions extends Files {
  readonly queue?: string;
  readonly limit?: number;
  readonly for?: number;
  readonly days?: number;
  readonly seed?: number;
  readonly scale?: number;
  readonly batch?: number;
  readonly lose?: number;
}

const QUEUE_ONLY = ["limit", "for"] as const;
const PLAY_ONLY = ["decisions", "state", "days", "seed", "scale", "batch", "lose"] as const;

const OPTIONS: readonly Option[] = [
  new Option("--out <events>", "the file to write, packed if it ends in .gz").makeOptionMandatory(),
  new Option("--decisions <file>", "write what is decided, to compare replays with"),
  new Option("--state <snapshot>", "write the records as they stand at the end, for replays to begin with"),
  new Option("--days <days>", "days to play (default: 1)").argParser(whole(1, 366)),
  new Option("--seed <number>", "the same seed plays the same day (default: 1)").argParser(whole(0, 2 ** 32 - 1)),
  new Option("--scale <factor>", "arrivals made of one, on average (default: 1)").argParser(decimal(0.0001, 1_000)),
  new Option("--batch <claims>", "claims that an arrival makes at once (default: 1)").argParser(whole(1, 1_000)),
  new Option("--lose <part>", "part of EC2's events that are never delivered (default: 0)").argParser(decimal(0, 1)),
  new Option(
    "--queue <url>",
    "instead of a play: an SQS queue that a rule of a bus feeds; what is written is deleted there",
  ),
  new Option("--limit <messages>", "messages to take from the queue (default: 10000)").argParser(whole(1, 10_000_000)),
  new Option("--for <seconds>", "time to wait for them (default: 60)").argParser(whole(1, 86_400)),
];

/** `greenroom record`: a file for replays, from a play at the local cloud or from a bus. */
export const record: CliCommand = {
  group: "Recordings and simulations",
  guide:
    "writes what a plane receives into a file for [replays](docs/internals/recordings.md): days in the local cloud, or an SQS queue that a bus fills",
  add(program, context) {
    const command = program
      .command("record")
      .description("write down what a plane receives, for replays: of a day at the local cloud, or of a bus")
      .action(async (options: RecordOptions) => context.end(await recorded(context, options)));
    for (const option of OPTIONS) command.addOption(option);
    return command;
  },
};

const LIMIT = 10_000;
const FOR_SECONDS = 60;

async function recorded(
  context: CommandContext,
  { queue, limit, for: seconds, ...play }: RecordOptions,
): Promise<CommandOutcome> {
  const { out, decisions, state, ...shape } = play;
  if (queue === undefined) {
    const stray = QUEUE_ONLY.find((name) => ({ limit, for: seconds })[name] !== undefined);
    if (stray) return misplaced(stray, "it belongs to a queue, and none is given", "Name one with --queue.");
    const files: Files = { out, ...(decisions !== undefined && { decisions }), ...(state !== undefined && { state }) };
    return recordPlay(context, files, { seed: 1, ...shape });
  }
  const stray = PLAY_ONLY.find((name) => play[name] !== undefined);
  if (stray) return misplaced(stray, "it belongs to a play, and --queue plays nothing", "Leave out one of the two.");
  return recordQueue(context, { queue, out, limit: limit ?? LIMIT, seconds: seconds ?? FOR_SECONDS });
}

const misplaced = (name: string, message: string, fix: string): CommandOutcome =>
  badInput("usage", message, { field: `--${name}`, fix });
