import { type Command, InvalidArgumentError, Option } from "commander";
import type { Desk } from "../desk.ts";
import { badInput, type Outcome } from "../errors.ts";
import { playDays } from "../live/play.ts";
import { serveCloud } from "../live/serve.ts";
import { fraction, whole } from "../numbers.ts";

interface UpOptions {
  readonly trace?: string;
  readonly bucket?: number;
  readonly scale?: number;
  readonly batch?: number;
  readonly fromDay?: number;
  readonly days?: number;
  readonly speed?: number | "max";
  readonly seed: number;
  readonly lose: number;
  readonly serve?: true;
  readonly port?: number;
}

/** A day in a minute. */
const SPEED = 1_440;
const PORT = 4_750;

/** `greenroom up`, which is `npm start`: the plane over a local cloud, with two pools and a day of claims. */
export const up = (program: Command, desk: Desk): Command =>
  program
    .command("up")
    .description("play a day of claims at a local cloud in about a minute; with --serve, keep a plane up")
    .option("--trace <file>", "claims from a demand trace (CSV t_s,count) instead of the built-in generator")
    .addOption(
      number(
        "--bucket <seconds>",
        "time over which a row of the trace is spread",
        whole({ least: 1, most: 86_400, unit: "seconds" }),
        1,
      ),
    )
    .addOption(
      number("--scale <factor>", "arrivals made of one, on average", fraction({ least: 0.0001, most: 1_000 }), 1),
    )
    .addOption(
      number(
        "--batch <claims>",
        "claims that an arrival makes at once",
        whole({ least: 1, most: 1_000, unit: "claims" }),
        1,
      ),
    )
    .addOption(
      number("--from-day <day>", "first day of the trace to play, from 0", whole({ least: 0, most: 10_000 }), 0),
    )
    .addOption(number("--days <days>", "days to play", whole({ least: 1, most: 366, unit: "days" }), 1))
    .addOption(number("--speed <times>", "how much faster than the clock, or max", speedOf, SPEED))
    .addOption(
      new Option("--seed <number>", "the same seed plays the same day")
        .argParser(whole({ least: 0, most: 2 ** 32 - 1 }))
        .default(1),
    )
    .addOption(
      new Option("--lose <part>", "part of EC2's events that are never delivered")
        .argParser(fraction({ least: 0, most: 1 }))
        .default(0),
    )
    .option("--serve", "keep the plane up at real speed, with its HTTP API on 127.0.0.1")
    .addOption(number("--port <port>", "for --serve; 0 is any free one", whole({ least: 0, most: 65_535 }), PORT))
    .action(async (options: UpOptions) => {
      const outcome = await begun(desk, options);
      if (outcome) desk.end(outcome);
    });

/** A number with a default that is told, but not set: so that one that was given can be told from it. */
const number = (flags: string, description: string, parse: (given: string) => unknown, standard: number): Option =>
  new Option(flags, `${description} (default: ${standard})`).argParser(parse);

const PLAY_ONLY = ["trace", "bucket", "scale", "batch", "fromDay", "days", "speed"] as const;
const TRACE_ONLY = ["bucket", "fromDay"] as const;

async function begun(desk: Desk, options: UpOptions): Promise<Outcome | undefined> {
  const { serve, port, speed = SPEED, seed, lose, ...shape } = options;
  const stray = serve ? PLAY_ONLY.find((name) => options[name] !== undefined) : undefined;
  if (stray)
    return badInput("usage", "a served plane is not played at", {
      field: flag(stray),
      fix: "Leave out it or --serve.",
    });
  if (serve) return serveCloud(desk, { port: port ?? PORT, seed, lose });

  const traceless = options.trace === undefined ? TRACE_ONLY.find((name) => options[name] !== undefined) : undefined;
  if (traceless)
    return badInput("usage", "there is no trace it could be of", {
      field: flag(traceless),
      fix: "Name one with --trace.",
    });
  if (port !== undefined) return badInput("usage", "nothing is served", { field: "--port", fix: "Add --serve." });
  return playDays(desk, { ...shape, seed, lose, ...(speed !== "max" && { speed }) });
}

const flag = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function speedOf(given: string): number | "max" {
  if (given === "max") return given;
  const times = /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (!(times >= 1 && times <= 100_000)) throw new InvalidArgumentError("Give a number from 1 to 100000, or max.");
  return times;
}
