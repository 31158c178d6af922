import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type * as z from "zod";
import { NOTICE_KINDS } from "../../events/notices/notice.ts";
import type { Page } from "../../events/pages.ts";
import { type ReplayAnswer, replayAnswer, replayedAnswer } from "../answers.ts";
import type { Plane, PlaneAnswer } from "../client.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import { type CommandOutcome, unwritable } from "../errors.ts";
import { everyPage } from "../pages.ts";
import { bar, counted, momentText } from "../print.ts";

type ReplayedNotice = z.infer<typeof replayedAnswer>["notices"][number];

interface ArchiveOptions {
  readonly url: string;
  readonly from: string;
  readonly to: string;
  readonly pool?: string;
  readonly detailType?: string;
  readonly out?: string;
}

const LOOK_EVERY_MS = 2_000;
/** Looks at one replay: a day of them. */
const LOOKS_MAX = 43_200;
/** Readings of what it brought: a minute of them. */
const SETTLING_LOOKS_MAX = 30;
const BAR = 30;
/** For waits that nothing cuts short. */
const NEVER = new AbortController().signal;

/** `greenroom replay archive`: has the archive send a window of notices again, to the shadow rule and nobody else. */
export const archive = (replay: Command, context: CommandContext): Command =>
  planeCommand(replay, context, "archive")
    .description("have the archive of notices send a window again, to the shadow rule only; Ctrl-C cancels it")
    .requiredOption("--from <time>", "the first moment, such as 2026-01-05T09:00:00Z")
    .requiredOption("--to <time>", "the moment after the last, ten minutes ago or earlier")
    .option("--pool <pool>", "only notices of this pool and what is in it")
    .addOption(new Option("--detail-type <type>", "only notices of this type").choices(Object.keys(NOTICE_KINDS)))
    .option("--out <file>", "write what it brings, an event a line")
    .action(async ({ url, out, ...asked }: ArchiveOptions) =>
      context.end(await replayed(context, planeOf({ url }), asked, out)),
    );

async function replayed(
  context: CommandContext,
  plane: Plane,
  asked: Omit<ArchiveOptions, "url" | "out">,
  out: string | undefined,
): Promise<CommandOutcome> {
  const begun = await plane("POST /replays", replayAnswer, asked);
  if (begun.kind !== "ok") return begun;
  const { name } = begun.body.replay;
  const ended = await followed(context, plane, begun.body.replay);
  if ("kind" in ended) return ended;
  const brought = await settled(context, plane, name);
  if (brought.kind !== "ok") return brought;
  const { items: notices, marker } = brought.body;
  const unwritten = out === undefined ? undefined : await written(out, notices);
  if (unwritten) return unwritten;
  const types = [...Map.groupBy(notices, (notice) => notice["detail-type"])].map(
    ([type, of]) => [type, of.length] as const,
  );
  return {
    kind: "done",
    document: {
      replay: ended.replay,
      notices: notices.length,
      types: Object.fromEntries(types),
      ...(marker !== undefined && { marker }),
    },
    text: [
      `${name}: ${ended.replay.state}${ended.replay.why ? `, ${ended.replay.why}` : ""}`,
      `${counted(notices.length, "notice")} brought${out === undefined ? "" : `, written to ${out}`}.`,
      ...types.map(([type, count]) => `  ${type}: ${count.toLocaleString("en")}`),
      ...(marker === undefined ? [] : ["There are more than one command reads: replay a shorter window."]),
    ].join("\n"),
    ...(ended.replay.state !== "completed" && { exit: "refused" as const }),
  };
}

/** What the replay brought. It is over when its last notice was sent, which the shadow may not have kept yet: so it is read until
 *  two readings are alike. */
async function settled(
  context: CommandContext,
  plane: Plane,
  name: string,
): Promise<PlaneAnswer<Page<ReplayedNotice>>> {
  const read = () =>
    everyPage(
      plane,
      `/replays/${name}/notices`,
      {},
      replayedAnswer,
      ({ notices }): readonly ReplayedNotice[] => notices,
    );
  let before = await read();
  for (
    let looks = 1;
    looks < SETTLING_LOOKS_MAX && before.kind === "ok" && before.body.marker === undefined;
    looks += 1
  ) {
    await context.terminal.pause(LOOK_EVERY_MS, context.terminal.stopped());
    const now = await read();
    if (now.kind === "ok" && now.body.items.length === before.body.items.length) return now;
    before = now;
  }
  return before;
}

/** Looks at the replay until it ended; asks for its end when it is stopped. */
async function followed(
  context: CommandContext,
  plane: Plane,
  begun: ReplayAnswer,
): Promise<{ readonly replay: ReplayAnswer } | CommandOutcome> {
  const path = `/replays/${begun.name}`;
  const stopped = context.terminal.stopped();
  let now = begun;
  let isCancelled = false;
  for (let looks = 0; looks < LOOKS_MAX && !isOver(now); looks += 1) {
    showProgress(context, now);
    await context.terminal.pause(LOOK_EVERY_MS, isCancelled ? NEVER : stopped);
    const cancels: boolean = stopped.aborted && !isCancelled;
    isCancelled ||= cancels;
    const answered = await plane(`${cancels ? "DELETE" : "GET"} ${path}`, replayAnswer);
    if (answered.kind !== "ok") return answered;
    now = answered.body.replay;
  }
  showProgress(context, now);
  return { replay: now };
}

const isOver = ({ state }: ReplayAnswer): boolean =>
  state === "completed" || state === "cancelled" || state === "failed";

function showProgress({ terminal, json, paint }: CommandContext, replay: ReplayAnswer): void {
  if (json || !terminal.isScreen) return;
  const { from, to, reachedAt, state } = replay;
  const span = Date.parse(to) - Date.parse(from);
  const part =
    state === "completed" ? 1 : reachedAt === undefined ? 0 : (Date.parse(reachedAt) - Date.parse(from)) / span;
  const where = reachedAt === undefined ? state : `${state}, at ${momentText(reachedAt)}`;
  terminal.out(`\r${bar(part, BAR, paint)} ${where}${isOver(replay) ? "\n" : ""}`);
}

async function written(out: string, notices: readonly object[]): Promise<CommandOutcome | undefined> {
  try {
    await writeFile(out, notices.map((notice) => `${JSON.stringify(notice)}\n`).join(""));
    return undefined;
  } catch (error) {
    return unwritable(out, error, "--out");
  }
}
