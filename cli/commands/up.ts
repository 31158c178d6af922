import { InvalidArgumentError, Option } from "commander";
import { REGION_NAME } from "../../events/requests/region.ts";
import { DEMO_REGION } from "../../local/demo-pools.ts";
import { DEFAULT_PORT } from "../client.ts";
import type { CliCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";
import { badInput, type CommandOutcome } from "../errors.ts";
import { playDays } from "../live/play.ts";
import { serveCloud } from "../live/serve.ts";
import { playOverWire } from "../live/wire.ts";
import { namedPoolFile } from "../named-pool-file.ts";
import { decimal, whole } from "../numbers.ts";
import type { ReadPoolFile } from "../pool-file.ts";

interface UpOptions {
  readonly pools?: string;
  readonly trace?: string;
  readonly bucket?: number;
  readonly scale?: number;
  readonly batch?: number;
  readonly fromDay?: number;
  readonly days?: number;
  readonly speed?: number | "max";
  readonly seed: number;
  readonly lose: number;
  readonly emit?: true;
  readonly wire?: true;
  readonly serve?: true;
  readonly port?: number;
  readonly region?: string;
}

/** A day in a minute. */
const SPEED = 1_440;

/** A number whose default is shown but not set, so that one that was given can be told apart from it. */
const number = (flags: string, standard: number, parse: (given: string) => unknown, description: string): Option =>
  new Option(flags, `${description} (default: ${standard})`).argParser(parse);

const speedOf = (given: string): unknown => (given === "max" ? given : decimal(1, 100_000, ", or max")(given));

function regionOf(given: string): string {
  if (!REGION_NAME.test(given)) throw new InvalidArgumentError("Give a region, such as eu-central-1.");
  return given;
}

const OPTIONS: readonly Option[] = [
  new Option("--pools <file>", "play with the pools of a file instead of the built-in ones"),
  new Option("--trace <file>", "claims from a demand trace (CSV t_s,count) instead of the built-in generator"),
  number("--bucket <seconds>", 1, whole(1, 86_400), "time over which a row of the trace is spread"),
  number("--scale <factor>", 1, decimal(0.0001, 1_000), "arrivals made of one, on average"),
  number("--batch <claims>", 1, whole(1, 1_000), "claims that an arrival makes at once"),
  number("--from-day <day>", 0, whole(0, 10_000), "first day of the trace to play, from 0"),
  number("--days <days>", 1, whole(1, 366), "days to play"),
  number("--speed <times>", SPEED, speedOf, "how much faster than the clock, or max"),
  new Option("--seed <number>", "the same seed plays the same day").argParser(whole(0, 2 ** 32 - 1)).default(1),
  new Option("--lose <part>", "part of EC2's events that are never delivered").argParser(decimal(0, 1)).default(0),
  new Option("--emit", "a cloud that is swept every minute, and what is read there is taken for events"),
  new Option("--wire", "over AWS's own protocols, and compared with the same play without; needs Java"),
  new Option("--serve", "keep the plane up at real speed, with its HTTP API on 127.0.0.1"),
  new Option("--region <region>", `for --serve: where the plane and its pools are (default: ${DEMO_REGION})`).argParser(
    regionOf,
  ),
  number("--port <port>", DEFAULT_PORT, whole(0, 65_535), "for --serve; 0 is any free one"),
];

/** `greenroom up`, which is `npm start`: the plane over a local cloud, with two pools and a day of claims. */
export const up: CliCommand = {
  group: "Local cloud",
  guide:
    "the same as `npm start`: plays a day of claims in a local cloud, with `--pools FILE` your own pools; with `--serve`, keeps a plane running at real speed; with `--wire`, plays [over AWS's own protocols](docs/internals/local-cloud.md#over-awss-protocols) and compares (needs Java 17)",
  add(program, context) {
    const command = program
      .command("up")
      .description("play a day of claims at a local cloud in about a minute; with --serve, keep a plane up")
      .action(async (options: UpOptions) => {
        const outcome = await begun(context, options);
        if (outcome) context.end(outcome);
      });
    for (const option of OPTIONS) command.addOption(option);
    return command;
  },
};

const PLAY_ONLY = ["pools", "trace", "bucket", "scale", "batch", "fromDay", "days", "speed", "wire"] as const;
const TRACE_ONLY = ["bucket", "fromDay"] as const;

/** Undefined: it was served, and printed its address when it began. */
async function begun(context: CommandContext, options: UpOptions): Promise<CommandOutcome | undefined> {
  const { serve, port, region, speed = SPEED, seed, lose, emit, wire, pools: path, ...shape } = options;
  const stray = serve ? PLAY_ONLY.find((name) => options[name] !== undefined) : undefined;
  if (stray)
    return badInput("usage", "it belongs to a play, and --serve plays nothing", {
      field: flag(stray),
      fix: "Leave out one of the two.",
    });
  if (serve)
    return serveCloud(context, {
      port: port ?? DEFAULT_PORT,
      region: region ?? DEMO_REGION,
      seed,
      lose,
      ...(emit && { emit }),
    });

  const traceless = options.trace === undefined ? TRACE_ONLY.find((name) => options[name] !== undefined) : undefined;
  if (traceless)
    return badInput("usage", "it belongs to a trace, and none is given", {
      field: flag(traceless),
      fix: "Name one with --trace.",
    });
  if (port !== undefined) return badInput("usage", "it belongs to --serve", { field: "--port", fix: "Add --serve." });
  if (region !== undefined)
    return badInput("usage", "it belongs to --serve: a play is where its pools are", {
      field: "--region",
      fix: "Add --serve, or name a file with --pools.",
    });
  const named = path === undefined ? undefined : playable(await namedPoolFile(path, context.terminal, "--pools"));
  if (named?.kind === "failed") return named;
  const pools = named && { pools: named.file };
  const played = { ...shape, ...pools, seed, lose, ...(emit && { emit }), ...(speed !== "max" && { speed }) };
  return wire ? playOverWire(context, played) : playDays(context, played);
}

/** A play begins with nothing: what its pools are made from must be in their file. */
function playable(named: ReadPoolFile): ReadPoolFile {
  if (named.kind === "failed") return named;
  const { pools, templates } = named.file;
  const field = "--pools";
  if (pools.length === 0)
    return badInput("no-pools", "the file has no pools to play with", { field, fix: "Add one under pools." });
  const elsewhere = pools.find(({ region }) => region !== pools[0]?.region);
  if (elsewhere)
    return badInput(
      "other-region",
      `pool ${elsewhere.id} is in ${elsewhere.region} and ${pools[0]?.id} in ${pools[0]?.region}, and a plane has one region`,
      { field, fix: "Play with the pools of one region." },
    );
  const bare = pools.find(({ template }) => !templates.some(({ name }) => name === template));
  return bare
    ? badInput("unknown-template", `pool ${bare.id} wants template ${bare.template}, which the file does not have`, {
        field,
        fix: "Add it under templates.",
      })
    : named;
}

const flag = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
