import { readdirSync } from "node:fs";
import { type CliCommand, COMMAND_GROUPS } from "./command.ts";

const FOLDER = new URL("./commands/", import.meta.url);

/** A command by the name that its file has. */
export interface NamedCommand extends CliCommand {
  readonly name: string;
}

/** The command that a module of `cli/commands` exports by the name of its file. Throws what is missing in which file. */
export function commandIn(file: string, module: object): NamedCommand {
  const name = file.replace(/\.ts$/, "");
  const found = (Object.entries(module) as [string, unknown][]).find(([exported]) => exported === name)?.[1];
  if (!isCommand(found))
    throw new Error(
      `cli/commands/${file} exports no command ${name}: export one with group (one of ${COMMAND_GROUPS.join(", ")}), guide and add.`,
    );
  return { ...found, name };
}

const isCommand = (value: unknown): value is CliCommand =>
  typeof value === "object" &&
  value !== null &&
  "guide" in value &&
  "group" in value &&
  COMMAND_GROUPS.some((group) => group === value.group) &&
  "add" in value &&
  typeof value.add === "function";

/** Every command, group by group, and within one by name. */
export const COMMANDS: readonly NamedCommand[] = (
  await Promise.all(
    readdirSync(FOLDER)
      .sort()
      .map(async (file) => commandIn(file, (await import(new URL(file, FOLDER).href)) as object)),
  )
).toSorted((one, other) => COMMAND_GROUPS.indexOf(one.group) - COMMAND_GROUPS.indexOf(other.group));
