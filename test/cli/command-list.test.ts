import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CliCommand } from "../../cli/command.ts";
import { COMMANDS, commandIn } from "../../cli/command-list.ts";
import { commandsTable } from "../../docs/print/commands.ts";
import { greenroom } from "./greenroom.ts";

const FILES = readdirSync("cli/commands");
const TESTS = readdirSync("test/cli", { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".test.ts"),
);

describe("the commands", () => {
  it("are those of the folder, each by the name of its file", () =>
    expect(COMMANDS.map(({ name }) => `${name}.ts`).toSorted()).toEqual(FILES.toSorted()));

  it.each(COMMANDS.map(({ name, group }) => [name, group] as const))(
    "are in the help, by group: %s",
    async (name, group) => {
      const { out } = await greenroom(["--help"]);
      const [, under = ""] = out.split(`${group}:\n`);
      expect(under.split("\n\n", 1).join()).toMatch(new RegExp(`^  ${name} `, "m"));
    },
  );

  it.each(COMMANDS.map(({ name }) => name))("are in the table of the README: %s", (name) =>
    expect(commandsTable()).toMatch(new RegExp(`^\\| \`${name}\\b[^|]*\\| .{20,} \\|$`, "m")),
  );

  it("are each run by a test", () => {
    const texts = TESTS.map((path) => readFileSync(join("test/cli", path), "utf8")).join("\n");
    const untested = COMMANDS.filter(
      ({ name }) => !new RegExp(`\\b(?:run|runJson|greenroom|greenroomJson)\\(\\[?\\s*"${name}"`).test(texts),
    );
    expect(untested.map(({ name }) => `test/cli/commands/${name}.test.ts is missing`)).toEqual([]);
  });
});

describe("a file that brings no command", () => {
  const whole: CliCommand = { group: "Pools", guide: "does it", add: (program) => program };
  const { guide: _, ...mute } = whole;
  it.each<[string, object]>([
    ["nothing", {}],
    ["another name", { other: whole }],
    ["no guide", { sleep: mute }],
    ["no group of ours", { sleep: { ...whole, group: "Others" } }],
    ["nothing that adds it", { sleep: { group: "Pools", guide: "does it" } }],
  ])("is named, with what to do: %s", (_, module) => {
    const complaint = /^cli\/commands\/sleep\.ts exports no command sleep: export one with group/;
    expect(() => commandIn("sleep.ts", module)).toThrow(complaint);
  });

  it("is none if it has all of it", () =>
    expect(commandIn("sleep.ts", { sleep: whole })).toEqual({ ...whole, name: "sleep" }));
});
