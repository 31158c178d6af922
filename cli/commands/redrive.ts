import { LETTERS_SHOWN_MAX, MESSAGE_BATCH_MAX } from "../../core/model/limits.ts";
import { type LettersAnswer, lettersAnswer, redrivenAnswer } from "../answers.ts";
import type { Plane } from "../client.ts";
import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import type { CommandOutcome } from "../errors.ts";
import { whole } from "../numbers.ts";
import { bar, counted, cut, momentText } from "../print.ts";

interface RedriveOptions {
  readonly url: string;
  readonly dryRun?: true;
  readonly limit: number;
}

/** Messages that one command sends back at most. */
const REDRIVE_MAX = 10_000;
const BAR = 30;

/** `greenroom redrive QUEUE`: shows what a function's dead-letter queue holds and why, and sends each letter back once. */
export const redrive: CliCommand = {
  group: "Operation",
  guide: "shows what a function could not process, and why, and sends it back",
  add: (program, context) =>
    planeCommand(program, context, "redrive")
      .description("show what lies in a function's dead-letter queue and why, and send it back")
      .argument("<queue>", "the function that the messages are for, such as wake")
      .option("--dry-run", "only show")
      .option("--limit <letters>", "how many to send back at most", whole(1, REDRIVE_MAX), REDRIVE_MAX)
      .action(async (queue: string, { dryRun, limit, ...options }: RedriveOptions) => {
        const plane = planeOf(options);
        const path = `/dead-letters/${encodeURIComponent(queue)}`;
        const most = Math.min(limit, LETTERS_SHOWN_MAX);
        const answered = await plane(`GET ${path}?limit=${most}`, lettersAnswer);
        if (answered.kind !== "ok") return context.end(answered);
        const text = lettersText(answered.body, context);
        if (dryRun || answered.body.letters.length === 0)
          return context.end({ kind: "done", document: answered.body, text });
        if (!context.json) context.terminal.out(`${text}\n\n`);
        context.end(await sendBack(context, plane, path, { total: Math.min(limit, answered.body.count), limit }));
      }),
};

/** Part after part, until nothing is left that had died before the first. What fails again meanwhile is not sent a second time, and
 *  ends it: a part that sends nothing and meets nothing new, or as many that failed again as might be sent. */
async function sendBack(
  context: CommandContext,
  plane: Plane,
  path: string,
  { total, limit }: { readonly total: number; readonly limit: number },
): Promise<CommandOutcome> {
  const failedAgain = new Set<string>();
  let before: string | undefined;
  let sent = 0;
  while (sent < limit && failedAgain.size < limit) {
    const ask = { ...(before && { before }), limit: Math.min(limit - sent, MESSAGE_BATCH_MAX) };
    const answered = await plane(`POST ${path}/redrive`, redrivenAnswer, ask);
    if (answered.kind !== "ok") return answered;
    before = answered.body.before;
    sent += answered.body.sent;
    const met = failedAgain.size;
    for (const id of answered.body.failedAgain) failedAgain.add(id);
    showProgress(context, sent, Math.max(total, sent));
    if (answered.body.sent === 0 && failedAgain.size === met) break;
  }
  const again = failedAgain.size > 0 ? `, ${counted(failedAgain.size, "message")} left that failed again` : "";
  return {
    kind: "done",
    document: { sent, failedAgain: [...failedAgain] },
    text: `${counted(sent, "message")} sent back${again}.`,
  };
}

function showProgress({ terminal, json, paint }: CommandContext, sent: number, total: number): void {
  if (json || !terminal.isScreen) return;
  terminal.out(`\r${bar(sent / total, BAR, paint)} ${sent} of about ${total}${sent === total ? "\n" : ""}`);
}

function lettersText({ queue, count, letters }: LettersAnswer, { terminal, paint }: CommandContext): string {
  if (letters.length === 0) return `No message for ${queue} was given up.`;
  const width = terminal.size().columns;
  const shown = letters.length < count ? `, ${letters.length} shown` : "";
  return [
    `${counted(count, "message")} for ${queue} given up${shown}.`,
    ...letters.flatMap(({ id, sentAt, why, text }) => [
      "",
      `${momentText(sentAt)}  ${paint("bold", id)}`,
      ...whyLines(why),
      paint("dim", cut(`  ${text}`, width)),
    ]),
  ].join("\n");
}

const whyLines = (why: Readonly<Record<string, string>>): readonly string[] => {
  const lines = Object.entries(why);
  return lines.length === 0
    ? ["  nothing says why; the function's log does"]
    : lines.map(([name, value]) => `  ${name}: ${value}`);
};
