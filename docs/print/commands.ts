import type { Command } from "commander";
import { COMMANDS } from "../../cli/command-list.ts";
import { programFor } from "../../cli/program.ts";
import { nodeTerminal, paintFor } from "../../cli/terminal.ts";
import { code, markdownTable } from "./markdown.ts";

/** The commands as they are typed, each with what it does. */
export function commandsTable(): string {
  const terminal = nodeTerminal({});
  const program = programFor({ terminal, paint: paintFor(terminal), json: false, end: () => {} });
  const rows = COMMANDS.flatMap(({ name, guide }) => {
    const command = program.commands.find((each) => each.name() === name);
    if (!command) throw new Error(`cli/commands/${name}.ts adds no command ${name}: give it the name of its file.`);
    if (typeof guide === "string") return [[code(typed(command)), guide]];
    return command.commands.map((inner) => {
      const says = guide[inner.name()];
      if (says === undefined)
        throw new Error(`cli/commands/${name}.ts has no guide to ${inner.name()}: say what it does.`);
      return [code(`${name} ${typed(inner)}`), says];
    });
  });
  return markdownTable(["command", "does"], rows);
}

/** Its name and arguments: `claim [pool]`. */
const typed = (command: Command): string =>
  [
    command.name(),
    ...command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`)),
  ].join(" ");
