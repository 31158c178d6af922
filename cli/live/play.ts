import { basename } from "node:path";
import { TraceError } from "../../local/demand/trace.ts";
import { type Play, type PlayOptions, type Progress, preparePlay } from "../../local/play.ts";
import type { Report } from "../../local/report.ts";
import type { CommandContext } from "../command-context.ts";
import { badInput, type CommandOutcome, unreadable } from "../errors.ts";
import type { Paint } from "../terminal.ts";
import { board } from "./board.ts";
import { displayFor } from "./display.ts";
import { type Played, summary } from "./summary.ts";

/** What is printed besides a report. */
export interface Aside {
  readonly document: object;
  readonly text: string;
}

/** Plays days of demand at the local cloud, shown as they pass, with a summary at the end. Ctrl-C ends them early. */
export async function playDays(
  { terminal, json, paint }: CommandContext,
  options: PlayOptions,
  aside?: (report: Report, stoppedEarly: boolean) => Promise<Aside>,
): Promise<CommandOutcome> {
  const stopped = terminal.stopped();
  let onProgress = (_: Progress): void => {};
  const prepared = await prepare({ ...options, signal: stopped, onProgress: (progress) => onProgress(progress) });
  if (prepared.kind === "failed") return prepared;

  const { play } = prepared;
  const shown = board();
  play.cloud.watch(shown.observe);
  const demand = options.trace === undefined ? "the built-in generator" : basename(options.trace);
  const title = `${demand}, seed ${options.seed}, ${options.speed === undefined ? "at full speed" : `× ${options.speed}`}`;
  const display = displayFor(terminal, json, paint);
  onProgress = (progress) => display.show({ title, progress, board: shown });
  const report = await play.run().finally(display.close);
  const played = { demand, arrivals: play.arrivals, lost: options.lose ?? 0, stoppedEarly: stopped.aborted };
  const outcome = told(report, played, paint);
  if (!aside || outcome.kind !== "done") return outcome;
  const more = await aside(report, played.stoppedEarly);
  const document = { ...(outcome.document as object), ...more.document };
  return { ...outcome, document, text: `${outcome.text}\n\n${more.text}` };
}

/** A play that broke a rule is printed like any other; scripts see it by the exit code. */
export const told = (report: Report, played: Played, paint: Paint): CommandOutcome => ({
  kind: "done",
  document: { figuresOf: "local cloud, virtual time", ...played, ...report },
  text: summary(report, played, paint),
  ...(report.violations.length > 0 && { exit: "violated" }),
});

async function prepare(
  options: PlayOptions,
): Promise<{ readonly kind: "prepared"; readonly play: Play } | Extract<CommandOutcome, { kind: "failed" }>> {
  try {
    const play = await preparePlay(options);
    return play.arrivals > 0 || options.trace === undefined ? { kind: "prepared", play } : noArrivals(options);
  } catch (error) {
    if (error instanceof TraceError)
      return badInput("bad-trace", error.message, {
        field: "--trace",
        fix: "A trace is CSV: the header t_s,count, then seconds since the first day began and arrivals, in order of time.",
      });
    if (error instanceof Error && "syscall" in error)
      return badInput("unreadable", `"${options.trace}" ${unreadable(error)}`, { field: "--trace" });
    throw error;
  }
}

const noArrivals = ({ trace, fromDay = 0, days = 1 }: PlayOptions) =>
  badInput(
    "empty-trace",
    `"${trace}" has no arrivals from day ${fromDay} on, for ${days === 1 ? "a day" : `${days} days`}`,
    {
      field: "--trace",
      fix: "Choose other days with --from-day and --days, or more of them with --scale.",
    },
  );
