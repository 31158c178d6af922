import { type Command, Option } from "commander";
import { DEFAULT_URL, type Plane, planeAt } from "./client.ts";
import type { CommandOutcome } from "./errors.ts";
import type { Paint, Terminal } from "./terminal.ts";

/** Where commands sit: the terminal in front of them, and a place to leave what they ended with. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly paint: Paint;
  /** Whether the answer is to be one JSON document, and nothing else on stdout. */
  readonly json: boolean;
  end(outcome: CommandOutcome): void;
}

/** A command that asks the plane. */
export const planeCommand = (program: Command, { terminal }: CommandContext, name: string): Command =>
  program
    .command(name)
    .addOption(
      new Option("--url <url>", "the plane to ask; also GREENROOM_URL").default(
        terminal.env.GREENROOM_URL || DEFAULT_URL,
      ),
    );

export const planeOf = ({ url }: { url: string }): Plane => planeAt(url);
