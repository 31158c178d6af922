import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { iso } from "../../core/model/time.ts";
import type { DecisionDifference, Side } from "../../local/replay/differ.ts";
import { type ReplayResult, replay } from "../../local/replay/replay.ts";
import { readSnapshot, SnapshotError } from "../../local/replay/snapshot.ts";
import type { CommandContext } from "../command-context.ts";
import { badInput, type CommandOutcome, unreadable } from "../errors.ts";
import { replayPage } from "./page.ts";
import { replayText, type Titled } from "./text.ts";

interface FileOptions {
  readonly against?: string;
  readonly fromState?: string;
  readonly html?: string;
}

/** `greenroom replay file`: what the plane as it is now would have decided on what was recorded. Nothing it decides has any effect. */
export const file = (program: Command, context: CommandContext): Command =>
  program
    .command("file")
    .description(
      "handle what was recorded once more, in memory, and show what is decided, and what otherwise than then",
    )
    .argument("<events>", "the recording: NDJSON, packed by gzip or not")
    .option("--against <decisions>", "the decisions of then, to compare with: notices and plans, NDJSON")
    .option("--from-state <snapshot>", "the records to begin with, as `greenroom record --state` writes them")
    .option("--html <page>", "write a report to look at and to send on")
    .action(async (events: string, options: FileOptions) => context.end(await replayed(context, events, options)));

async function replayed(
  { terminal, paint }: CommandContext,
  events: string,
  { against, fromState, html }: FileOptions,
): Promise<CommandOutcome> {
  const stopped = terminal.stopped();
  let reading = events;
  try {
    if (fromState !== undefined) reading = fromState;
    const stored = fromState === undefined ? undefined : await readSnapshot(fromState);
    reading = events;
    const result = await replay({
      events,
      signal: stopped,
      ...(against !== undefined && { against }),
      ...(stored && { stored }),
    });
    const titled: Titled = {
      events: basename(events),
      ...(against !== undefined && { against: basename(against) }),
      stoppedEarly: stopped.aborted,
    };
    if (result.messages === 0 && result.problems.shown.length > 0) return nothingIn(events, result);
    reading = html ?? events;
    if (html !== undefined) await writeFile(html, replayPage(titled, result));
    return {
      kind: "done",
      document: documentOf(titled, result),
      text: replayText(titled, result, paint),
      ...(differs(result) && { exit: "differs" }),
    };
  } catch (error) {
    if (error instanceof SnapshotError)
      return badInput("bad-snapshot", `"${fromState}" is no snapshot`, {
        field: "--from-state",
        problems: error.problems,
        fix: "Write one with greenroom record --state.",
      });
    if (!(error instanceof Error && "syscall" in error)) throw error;
    const path = "path" in error ? String(error.path) : reading;
    return badInput("unreadable", `"${path}" ${unreadable(error)}`, {
      field: fieldOf(path, { against, fromState, html }),
    });
  }
}

/** Bad lines stop no others; a file of nothing else is no recording. */
const nothingIn = (events: string, { problems: { shown, notShown } }: ReplayResult): CommandOutcome =>
  badInput("no-recording", `"${events}" holds no event, and ${shown.length + notShown} lines that are none`, {
    field: "events",
    problems: shown.slice(0, 1).map(({ line, problem }) => ({ field: "line", line, message: problem })),
    fix: "Write a recording with greenroom record.",
  });

const fieldOf = (
  path: string,
  { against, fromState, html }: Readonly<Record<"against" | "fromState" | "html", string | undefined>>,
): string =>
  path === against ? "--against" : path === fromState ? "--from-state" : path === html ? "--html" : "events";

const differs = ({ difference }: ReplayResult): boolean =>
  difference !== undefined && difference.added + difference.removed + difference.changed > 0;

/** As `--json` prints it: times as ISO 8601. */
function documentOf(titled: Titled, { from, to, difference, ...rest }: ReplayResult): object {
  return {
    ...titled,
    ...(from !== undefined && { from: iso(from) }),
    ...(to !== undefined && { to: iso(to) }),
    ...rest,
    ...(difference && {
      difference: { ...difference, first: difference.first.map(dated), shown: difference.shown.map(dated) },
    }),
  };
}

const dated = ({ at, recorded, replayed: now, ...rest }: DecisionDifference): object => ({
  at: iso(at),
  ...rest,
  ...(recorded && { recorded: datedSide(recorded) }),
  ...(now && { replayed: datedSide(now) }),
});
const datedSide = ({ at, ...rest }: Side): object => ({ at: iso(at), ...rest });
