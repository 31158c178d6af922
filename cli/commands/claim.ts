import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { InvalidArgumentError } from "commander";
import * as z from "zod";
import { isAnswered } from "../../core/model/claim.ts";
import { REQUEST_BYTES_MAX } from "../../core/model/limits.ts";
import { type ClaimAnswer, claimAnswer } from "../../events/answers/claims.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { attemptsText, claimText, instanceText, reasonsText } from "../describe.ts";
import { badInput, type CommandOutcome, unreadable } from "../errors.ts";
import { overridesFrom, withOverrideOptions } from "../override-options.ts";
import { type Paint, readUpTo, type Terminal } from "../terminal.ts";

const claimsAnswer = z.object({ claims: z.array(claimAnswer) });

interface ClaimOptions {
  readonly url: string;
  readonly key?: string;
  readonly image?: string;
  readonly region?: string;
  readonly az?: string;
  readonly userData?: string;
  readonly persistent?: true;
  readonly count?: number;
}

/** `greenroom claim [POOL]`: one instance, of a pool or of whatever pool matches. */
export const claim: CliCommand = {
  group: "Claims",
  guide:
    "[claims](docs/use/claiming.md) an instance, from a pool or from any pool that offers what is asked for; `--user-data` brings a script that runs once; `--persistent` makes it a [persistent claim](docs/use/claiming.md#persistent-claims); groups, a second interface, a larger root volume, a profile, an address, a name and [more](docs/use/claiming.md#overrides) as the pool allows",
  add: (program, context) =>
    withOverrideOptions(planeCommand(program, context, "claim"))
      .description("claim an instance, of a pool or of whatever pool offers what is asked for")
      .argument("[pool]", "the pool's id")
      .option("--image <ami>", "an image the instance must be made from")
      .option("--region <region>", "a region it must be in")
      .option("--az <zone>", "an availability zone it must be in")
      .option("--user-data <file>", "a script that its agent runs once it is delivered, at most 16 KB; - is stdin")
      .option("--persistent", "a persistent claim: what is lost is replaced, until the claim is released")
      .option("--count <n>", "with --persistent, so many persistent claims at once", countOf)
      .option("--key <key>", "the same key is the same claim, so asking again is safe (default: a new one)")
      .action(async (pool: string | undefined, options: ClaimOptions) => {
        const { key = randomUUID(), userData: file, image, region, az, persistent, count } = options;
        const overrides = overridesFrom(options);
        if (overrides.kind === "failed") return context.end(overrides);
        const brought = file === undefined ? { kind: "text" as const } : await textOf(file, context.terminal);
        if (brought.kind === "failed") return context.end(brought);
        const path = pool === undefined ? "/claims" : `/pools/${encodeURIComponent(pool)}/claims`;
        const body = { key, image, region, az, persistent, count, userData: brought.text, ...overrides.asked };
        const plane = planeOf(options);
        if (options.count === undefined) {
          const answered = await plane(`POST ${path}`, claimAnswer, body);
          return context.end(answered.kind === "ok" ? claimed(answered.body, key, context.paint) : answered);
        }
        const answered = await plane(`POST ${path}`, claimsAnswer, body);
        context.end(answered.kind === "ok" ? allClaimed(answered.body, key, context.paint) : answered);
      }),
};

/** The script in a file. Its size is the plane's to judge; what no request can hold is not read to its end. */
async function textOf(
  path: string,
  terminal: Terminal,
): Promise<{ readonly kind: "text"; readonly text?: string } | Extract<CommandOutcome, { kind: "failed" }>> {
  try {
    const text = path === "-" ? terminal.input(REQUEST_BYTES_MAX) : readUpTo(createReadStream(path), REQUEST_BYTES_MAX);
    return { kind: "text", text: await text };
  } catch (error) {
    return badInput("unreadable", `"${path}" ${unreadable(error)}`, {
      field: "--user-data",
      fix: "Name a file, or - for stdin.",
    });
  }
}

/** A claim that the pool refused is an answer, and printed as one; scripts see it by the exit code. */
function claimed(answer: ClaimAnswer, key: string, paint: Paint): CommandOutcome {
  const document = { key, ...answer };
  const { state } = answer.claim;
  return {
    kind: "done",
    document,
    text: [claimAnswerText(answer, paint), "", ...followUp(answer.claim, key)].join("\n"),
    ...((state === "refused" || state === "lost") && { exit: "refused" }),
  };
}

/** Of many, one line each. */
function allClaimed({ claims }: z.output<typeof claimsAnswer>, key: string, paint: Paint): CommandOutcome {
  const lines = claims.map(({ claim: made }) => `${titleOf(made, paint)}${made.instance ? `  ${made.instance}` : ""}`);
  return {
    kind: "done",
    document: { key, claims },
    text: [...lines, "", `The same claims again: --key ${key}`].join("\n"),
    ...(claims.some(({ claim: { state } }) => state === "refused") && { exit: "refused" }),
  };
}

const followUp = ({ id, state }: ClaimAnswer["claim"], key: string): readonly string[] => [
  ...(isAnswered({ state }) ? [] : [`See how it goes on: greenroom show ${id}`]),
  `The same claim again: --key ${key}`,
];

/** A claim, the reasons for its state, and its instance. */
export const claimAnswerText = ({ claim: made, instance, reasons }: ClaimAnswer, paint: Paint): string =>
  [
    titleOf(made, paint),
    claimText(made),
    ...(reasons.length > 0 ? ["", "Because", reasonsText(reasons)] : []),
    ...(made.attempts?.length ? ["", "Tried for it, oldest first", attemptsText(made)] : []),
    ...(instance ? ["", `${paint("bold", instance.id)}  ${instance.state}`, instanceText(instance)] : []),
  ].join("\n");

const titleOf = ({ id, state, kind }: ClaimAnswer["claim"], paint: Paint): string =>
  `${paint("bold", id)}  ${state}${kind ? `, a ${KINDS[kind]}` : ""}`;

const KINDS = { hit: "hit", "almost-warm-hit": "almost-warm hit", miss: "miss" } as const;

/** How many there may be is the plane's to say. */
function countOf(given: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(given)) throw new InvalidArgumentError("Give a whole number, such as 3.");
  return Number(given);
}
