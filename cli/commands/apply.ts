import { Option } from "commander";
import { type AppliedAnswer, appliedAnswer } from "../../events/answers/pools.ts";
import { sentenceOf } from "../client.ts";
import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import { badInput, type CommandOutcome } from "../errors.ts";
import { namedPoolFile } from "../named-pool-file.ts";
import { counted, shown } from "../print.ts";
import type { Paint } from "../terminal.ts";

interface ApplyOptions {
  readonly url: string;
  readonly yes?: true;
  readonly dryRun?: true;
}

/** `greenroom apply FILE`: makes the pools of a file the desired state, after showing what that changes. */
export const apply: CliCommand = {
  group: "Pools",
  guide:
    "makes the [pools and templates](docs/use/pool-file.md) of a file the desired state, after showing what that changes",
  add: (program, context) =>
    planeCommand(program, context, "apply")
      .description("make the pools and templates of a file the desired state, after showing what that changes")
      .argument("<file>", "YAML or JSON; - is stdin")
      .option("--yes", "apply without asking")
      .addOption(new Option("--dry-run", "show what would change, and apply nothing").conflicts("yes"))
      .action(async (path: string, options: ApplyOptions) => {
        context.end(await applied(context, path, options));
      }),
};

async function applied(
  context: CommandContext,
  path: string,
  { url, yes, dryRun }: ApplyOptions,
): Promise<CommandOutcome> {
  const { terminal, paint, json } = context;
  const held = await namedPoolFile(path, terminal, "FILE");
  if (held.kind === "failed") return held;

  const plane = planeOf({ url });
  const looked = await plane("PUT /pools?dryRun=true", appliedAnswer, held.file);
  if (looked.kind === "failed") return looked;
  const { changes, warnings } = looked.body;
  const changed = changes.filter(({ differences }) => differences.length > 0);
  const lines = [...differencesText(changed, paint), ...warningsText(warnings, paint)];
  if (!json && lines.length > 0) terminal.out(`${lines.join("\n")}\n`);
  if (changed.length === 0) return done(looked.body, false, "Everything is as the file says.");
  if (dryRun) return done(looked.body, false, `${counted(changed.length, "change")} would be made.`);
  if (!yes) {
    if (json || path === "-" || !terminal.hasKeyboard) return nobodyToAsk(changed.length);
    const answer = await terminal.ask("Apply this? [y/N] ");
    if (!/^y(es)?$/i.test(answer.trim())) return done(looked.body, false, "Nothing is applied.");
  }
  const written = await plane("PUT /pools", appliedAnswer, held.file);
  if (written.kind === "failed") return written;
  return done(written.body, true, `${counted(changed.length, "change")} applied.`);
}

const done = ({ changes, warnings }: AppliedAnswer, isApplied: boolean, text: string): CommandOutcome => ({
  kind: "done",
  document: { applied: isApplied, changes, warnings },
  text,
});

const nobodyToAsk = (changes: number): CommandOutcome =>
  badInput(
    "nobody-to-ask",
    `nothing is applied: ${counted(changes, "change")} would be made, and there is nobody to ask`,
    {
      field: "--yes",
      fix: "Say --yes to apply without being asked, or --dry-run to look only.",
    },
  );

/** What may not work as it is meant, one a line. */
const warningsText = (warnings: AppliedAnswer["warnings"], paint: Paint): readonly string[] =>
  warnings.map(({ field, value, message, fix }) =>
    paint("yellow", `! ${field} is ${shown(value)}, ${message}. ${sentenceOf(fix)}`),
  );

/** What would change, one field a line; what is made anew is shown without a former value. */
const differencesText = (changes: AppliedAnswer["changes"], paint: Paint): readonly string[] =>
  changes.flatMap(({ kind, id, version, isNew, differences }) => [
    isNew ? paint("green", `+ ${kind} ${id}, new`) : paint("yellow", `~ ${kind} ${id}, becomes version ${version}`),
    ...differences.map(({ field, from, to }) => `    ${field}: ${differenceText(from, to, paint)}`),
  ]);

const differenceText = (from: unknown, to: unknown, paint: Paint): string => {
  if (from === undefined) return paint("green", shown(to));
  if (to === undefined) return `${paint("red", shown(from))} → nothing`;
  return `${paint("red", shown(from))} → ${paint("green", shown(to))}`;
};
