import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { archive } from "../replay/archive.ts";
import { file } from "../replay/file.ts";

/** `greenroom replay`: what happened, once more. */
export function replay(program: Command, context: CommandContext): Command {
  const command = program.command("replay").description("have what happened told or handled once more");
  file(command, context);
  archive(command, context);
  return command;
}
