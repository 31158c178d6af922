import type { Command } from "commander";
import type { Desk } from "../desk.ts";
import { archive } from "../replay/archive.ts";
import { file } from "../replay/file.ts";

/** `greenroom replay`: what happened, once more. */
export function replay(program: Command, desk: Desk): Command {
  const command = program.command("replay").description("have what happened told or handled once more");
  file(command, desk);
  archive(command, desk);
  return command;
}
