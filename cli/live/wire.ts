import { type PlayOptions, play } from "../../local/play.ts";
import type { Report } from "../../local/report.ts";
import type { WireFigures } from "../../local/wire/wire.ts";
import type { CommandContext } from "../command-context.ts";
import { badInput, type CommandOutcome } from "../errors.ts";
import { counted, wrapped } from "../print.ts";
import { playDays } from "./play.ts";

/** A figure that came out otherwise than without the wire. */
export interface WireDifference {
  /** Dotted path in the report. */
  readonly field: string;
  readonly wire: unknown;
  readonly memory: unknown;
}

/** Plays days over AWS's own protocols, then the same days in memory, and prints where the results differ. */
export async function playOverWire(context: CommandContext, options: PlayOptions): Promise<CommandOutcome> {
  const opened = await open();
  if ("kind" in opened) return opened;
  try {
    return await playDays(context, { ...options, carrier: opened.carrier }, async (report, stoppedEarly) => {
      const figures = await opened.figures();
      if (stoppedEarly) return { document: { wire: figures }, text: requestsText(figures) };
      const { speed: _, ...same } = options;
      const differences = differencesOf(report, await play(same));
      return {
        document: { wire: { ...figures, sameAsInMemory: differences.length === 0, differences, why: WHY } },
        text: `${requestsText(figures)}\n${comparedText(differences)}`,
      };
    });
  } finally {
    await opened.close();
  }
}

async function open() {
  try {
    const { openWire } = await import("../../local/wire/wire.ts");
    return await openWire();
  } catch (error) {
    return missing(error as Error);
  }
}

/** What to install; throws what is no lack of anything. */
export function missing(error: Error & { readonly code?: unknown }): CommandOutcome {
  if (error.code === "ERR_MODULE_NOT_FOUND")
    return badInput("not-installed", `a package it needs is not installed (${error.message.split("\n")[0]})`, {
      field: "--wire",
      fix: "Install the development packages too: npm ci, without --omit=dev.",
    });
  if (/Java/.test(error.message))
    return badInput("no-java", error.message, {
      field: "--wire",
      fix: "Install one (Debian and Ubuntu: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@17) or name one by JAVA_HOME.",
    });
  throw error;
}

/** Source: docs/internals/local-cloud.md, "What may differ". */
const WHY =
  "Timers come up to a second later over SQS, whose delays are whole seconds, and calls around them may take other milliseconds; what EC2 answers with 5xx or a throttle the SDK asks once more by itself. Nothing else may differ.";

/** Every figure of the report that is not the same in both, by its path. */
export function differencesOf(wire: Report, memory: Report): readonly WireDifference[] {
  const inMemory = new Map(leaves(memory, ""));
  const overWire = new Map(leaves(wire, ""));
  const fields = [...new Set([...overWire.keys(), ...inMemory.keys()])];
  return fields
    .filter((field) => overWire.get(field) !== inMemory.get(field))
    .map((field) => ({ field, wire: overWire.get(field), memory: inMemory.get(field) }));
}

function leaves(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, each]) => leaves(each, path === "" ? key : `${path}.${key}`));
}

const INDENT = 11;
const WIDTH = 80;

const requestsText = ({ requests: { ec2, eventBridge, dynamoDb } }: WireFigures): string =>
  wrapped(
    `${"Wire".padEnd(INDENT)}${counted(ec2, "request")} to EC2, ${eventBridge} to EventBridge, ${dynamoDb} to DynamoDB Local`,
    WIDTH,
    INDENT,
  );

const comparedText = (differences: readonly WireDifference[]): string =>
  wrapped(
    differences.length === 0
      ? `${"".padEnd(INDENT)}every figure is the same as without the wire`
      : `${"".padEnd(INDENT)}${counted(differences.length, "figure")} not as without the wire: ${differences.map(({ field, wire, memory }) => `${field} ${wire} (${memory})`).join(", ")}. ${WHY}`,
    WIDTH,
    INDENT,
  );
