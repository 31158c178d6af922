import type { Command } from "commander";
import type { CommandContext } from "./command-context.ts";

/** The groups of commands, in the order in which the help and the README show them. */
export const COMMAND_GROUPS = [
  "Local cloud",
  "Pools",
  "Claims",
  "Instances",
  "Operation",
  "Recordings and simulations",
] as const;

/** A command of `greenroom`. Its file in `cli/commands` exports it by the file's name, and that is all there is to add: program, help,
 *  README and tests read the folder. */
export interface CliCommand {
  readonly group: (typeof COMMAND_GROUPS)[number];
  /** What the README says of it, as Markdown whose links begin at the root; of a command that has others, by their names. */
  readonly guide: string | Readonly<Record<string, string>>;
  /** Adds it to the program, by its name, with its description, arguments and options. */
  add(program: Command, context: CommandContext): Command;
}
