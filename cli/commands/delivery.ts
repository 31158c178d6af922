import { basename } from "node:path";
import { Option } from "commander";
import { statusCollector } from "../../core/delivery/status-log.ts";
import { readStatusLine } from "../../events/aws/sns-delivery-status.ts";
import { linesOf } from "../../local/replay/lines.ts";
import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import { deliveryAnswer } from "../delivery-answer.ts";
import { deliveryText, statusLogText } from "../delivery-text.ts";
import { badInput, type CommandOutcome, unreadable } from "../errors.ts";

interface DeliveryOptions {
  readonly url: string;
  readonly since: string;
  readonly statusLog?: string;
}

/** `greenroom delivery`: how long notices take to each kind of subscriber, as probes measured it; or as SNS's own log says. */
export const delivery: CliCommand = {
  group: "Operation",
  guide:
    "shows [how likely a notice has arrived](docs/internals/publishing.md#how-long-a-notice-takes-to-arrive) within a time, on every path, as measured by probes; what was lost, and what arrived twice",
  add: (program, context) =>
    planeCommand(program, context, "delivery")
      .description(
        "show how likely a notice has reached a subscriber within a time, what was lost, and what came twice",
      )
      .addOption(
        new Option("--since <time>", "from then on: a time, or how long ago, such as 30m, 1h or 1d").default("1h"),
      )
      .addOption(
        new Option(
          "--status-log <file>",
          "of SNS's delivery status log instead: one JSON document a line, packed by gzip or not",
        ).conflicts("since"),
      )
      .action(async ({ statusLog, ...options }: DeliveryOptions) => {
        context.end(statusLog === undefined ? await measured(context, options) : await logged(context, statusLog));
      }),
};

async function measured({ terminal, paint }: CommandContext, { url, since }: DeliveryOptions): Promise<CommandOutcome> {
  const path = `/delivery?since=${encodeURIComponent(since)}`;
  const answered = await planeOf({ url })(`GET ${path}`, deliveryAnswer);
  if (answered.kind !== "ok") return answered;
  return { kind: "done", document: answered.body, text: deliveryText(answered.body, paint, terminal.size().columns) };
}

/** Bad lines that are printed one by one. */
const BAD_LINES_TOLD = 10;

async function logged({ terminal }: CommandContext, file: string): Promise<CommandOutcome> {
  const collector = statusCollector();
  const bad: { line: number; problem: string }[] = [];
  const counts = { lines: 0, badLines: 0 };
  try {
    for await (const lines of linesOf(file))
      for (const { number, text, problem } of lines) {
        counts.lines += 1;
        const reading = text === undefined ? undefined : readStatusLine(text);
        if (reading?.kind === "read") collector.add(reading.status);
        else {
          counts.badLines += 1;
          const wrong = problem ?? reading?.problems.map((each) => `${each.field}: ${each.message}`).join("; ") ?? "";
          if (bad.length < BAD_LINES_TOLD) bad.push({ line: number, problem: wrong });
        }
      }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return badInput("unreadable", `"${file}" ${unreadable(error)}`, { field: "--status-log" });
  }
  const document = { measuredBy: "sns-status-log", file, ...counts, bad, destinations: collector.report() };
  return {
    kind: "done",
    document,
    text: statusLogText({ ...document, file: basename(file) }, terminal.size().columns),
  };
}
