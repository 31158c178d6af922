import { Option } from "commander";
import { begunAnswer, eventDaysAnswer, sweepsAnswer } from "../answers.ts";
import type { CliCommand } from "../command.ts";
import { type CommandContext, planeCommand, planeOf } from "../command-context.ts";
import type { CommandOutcome } from "../errors.ts";
import { eventsText } from "../events-text.ts";
import { reportText, sweepAnswerText } from "../sweep-text.ts";

interface SweepOptions {
  readonly url: string;
  readonly now?: true;
  readonly report?: true;
  readonly emit?: true;
}

/** `greenroom sweep REGION`: the latest sweep of a region; or one that is started now; or the latest as a table. */
export const sweep: CliCommand = {
  group: "Operation",
  guide:
    "shows what the latest [sweep](docs/operate/sweeps.md) of EC2's listing read and found; `--now` starts one, `--report` compares the latest and says which of EC2's events were missed, late or doubled; `--emit` is for clouds without events",
  add: (program, context) =>
    planeCommand(program, context, "sweep")
      .description("show the latest sweep of EC2's listing of a region, or start one")
      .argument("<region>", "the region, such as eu-west-1")
      .option("--now", "start one, unless one is under way")
      .addOption(
        new Option("--emit", "make events of what is read, where EC2 sends none; implies --now").implies({
          now: true,
        }),
      )
      .addOption(
        new Option(
          "--report",
          "the latest sweeps as a table, and EC2's events by day: missed, late, doubled",
        ).conflicts("now"),
      )
      .action(async (region: string, options: SweepOptions) => {
        context.end(options.now ? await started(context, region, options) : await latest(context, region, options));
      }),
};

const pathOf = (region: string): string => `/regions/${encodeURIComponent(region)}/sweeps`;

async function started(
  { paint, terminal }: CommandContext,
  region: string,
  { url, emit }: SweepOptions,
): Promise<CommandOutcome> {
  const asked = emit ? { emit } : {};
  const answered = await planeOf({ url })(`POST ${pathOf(region)}`, begunAnswer, asked);
  if (answered.kind !== "ok") return answered;
  const { sweep: begun, isNew } = answered.body;
  return {
    kind: "done",
    document: answered.body,
    text: [
      isNew ? "A sweep has begun." : "A sweep is under way already, and goes on.",
      "",
      sweepAnswerText(begun, paint, terminal.size().columns),
      "",
      `See how it goes on: greenroom sweep ${region}`,
    ].join("\n"),
  };
}

async function latest(context: CommandContext, region: string, { url, report }: SweepOptions): Promise<CommandOutcome> {
  if (report) return reported(context, region, url);
  const answered = await planeOf({ url })(`GET ${pathOf(region)}?limit=1`, sweepsAnswer);
  if (answered.kind !== "ok") return answered;
  const [newest] = answered.body.sweeps;
  return {
    kind: "done",
    document: { sweep: newest ?? null },
    text: newest ? sweepAnswerText(newest, context.paint, context.terminal.size().columns) : never(region),
  };
}

const never = (region: string): string =>
  `${region} has not been swept yet; start one: greenroom sweep ${region} --now`;

async function reported({ terminal }: CommandContext, region: string, url: string): Promise<CommandOutcome> {
  const plane = planeOf({ url });
  const swept = await plane(`GET ${pathOf(region)}`, sweepsAnswer);
  if (swept.kind !== "ok") return swept;
  const answer = await plane(`GET /regions/${encodeURIComponent(region)}/events`, eventDaysAnswer);
  if (answer.kind !== "ok") return answer;
  const { sweeps } = swept.body;
  const { days } = answer.body;
  const width = terminal.size().columns;
  const text = [sweeps.length > 0 ? reportText(sweeps, width) : never(region), eventsText(days, width)].join("\n\n");
  return { kind: "done", document: { sweeps, days }, text };
}
