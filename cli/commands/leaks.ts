import { SWEEPS_LISTED_MAX } from "../../core/model/limits.ts";
import { type SweepAnswer, sweepsAnswer } from "../answers.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { type CommandOutcome, failed } from "../errors.ts";
import { counted, momentText } from "../print.ts";

/** `greenroom leaks REGION`: instances with our tag that no live record accounts for, by the latest finished sweep. */
export const leaks: CliCommand = {
  group: "Operation",
  guide: "lists the instances with our tag that no live record accounts for",
  add: (program, context) =>
    planeCommand(program, context, "leaks")
      .description("list the instances that carry our tag and that no live record accounts for")
      .argument("<region>", "the region, such as eu-west-1")
      .action(async (region: string, options: { url: string }) => {
        const path = `/regions/${encodeURIComponent(region)}/sweeps?limit=${SWEEPS_LISTED_MAX}`;
        const answered = await planeOf(options)(`GET ${path}`, sweepsAnswer);
        if (answered.kind !== "ok") return context.end(answered);
        const finished = answered.body.sweeps.find(({ state }) => state === "finished");
        context.end(finished ? leaking(region, finished) : noneFinished(region));
      }),
};

function leaking(region: string, sweep: SweepAnswer): CommandOutcome {
  const { id, startedAt, finishedAt, isComplete, shards, findings } = sweep;
  const unread = shards.filter(({ state }) => state !== "done").map(({ zone }) => zone);
  const ids = findings.leaks;
  return {
    kind: "done",
    document: { region, sweep: { id, startedAt, finishedAt, isComplete, unread }, leaks: ids },
    text: [
      `${ids.length === 0 ? "No leaks" : counted(ids.length, "leak")} in ${region}, by the sweep of ${momentText(startedAt)}.`,
      ...(isComplete ? [] : [`Not read to the end, so nothing is known of: ${unread.join(", ")}`]),
      ...(ids.length === 0
        ? []
        : ["", ...ids, "", `Look: aws ec2 describe-instances --region ${region} --instance-ids ID`]),
    ].join("\n"),
    ...(ids.length > 0 && { exit: "leaks" }),
  };
}

const noneFinished = (region: string): CommandOutcome =>
  failed({
    exit: "notFound",
    code: "no-sweep",
    message: `no sweep of ${region} has finished lately, so nothing is known of leaks`,
    field: "REGION",
    fix: `Start one: greenroom sweep ${region} --now.`,
  });
