import { CLAIM_ID, INSTANCE_ID } from "../../core/model/ids.ts";
import { claimAnswer } from "../../events/answers/claims.ts";
import {
  type BeliefAnswer,
  beliefAnswer,
  type InstanceAnswer,
  instanceAnswer,
} from "../../events/answers/instances.ts";
import type { Plane } from "../client.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { instanceText, reasonsText, stepText } from "../describe.ts";
import { badInput, type CommandOutcome } from "../errors.ts";
import { queryText } from "../pages.ts";
import { momentText } from "../print.ts";
import type { Paint } from "../terminal.ts";
import { claimAnswerText } from "./claim.ts";

/** `greenroom show ID`: one instance or claim, and how it came to be as it is. */
export const show: CliCommand = {
  group: "Instances",
  guide:
    "shows an instance or a claim, its history, and the reason for each step; with `--at`, what was believed at a time",
  add: (program, context) =>
    planeCommand(program, context, "show")
      .description("show an instance or a claim, its history, and why each step was taken")
      .argument("<id>", "an instance's id (i-…) or a claim's (claim-…)")
      .option("--at <time>", "what the plane believed of an instance at a time, such as 2026-01-05T09:00:00Z")
      .action(async (id: string, { at, ...options }: { url: string; at?: string }) => {
        const plane = planeOf(options);
        context.end(
          at === undefined ? await shown(plane, id, context.paint) : await shownAt(plane, id, at, context.paint),
        );
      }),
};

async function shown(plane: Plane, id: string, paint: Paint): Promise<CommandOutcome> {
  if (INSTANCE_ID.test(id)) {
    const answered = await plane(`GET /instances/${id}`, instanceAnswer);
    if (answered.kind !== "ok") return answered;
    return { kind: "done", document: answered.body, text: instanceAnswerText(answered.body, paint) };
  }
  if (CLAIM_ID.test(id)) {
    const claimed = await plane(`GET /claims/${id}`, claimAnswer);
    if (claimed.kind !== "ok") return claimed;
    const { instance } = claimed.body.claim;
    const held = instance === undefined ? undefined : await plane(`GET /instances/${instance}`, instanceAnswer);
    const history = held?.kind === "ok" ? held.body.history : [];
    return {
      kind: "done",
      document: { ...claimed.body, history },
      text: [claimAnswerText(claimed.body, paint), ...historyText(history, paint)].join("\n"),
    };
  }
  return badId(id);
}

async function shownAt(plane: Plane, id: string, at: string, paint: Paint): Promise<CommandOutcome> {
  if (CLAIM_ID.test(id))
    return badInput("usage", "only an instance's history is kept", {
      field: "--at",
      fix: "Leave it out, or name an instance.",
    });
  if (!INSTANCE_ID.test(id)) return badId(id);
  const answered = await plane(`GET /instances/${id}/history${queryText({ at })}`, beliefAnswer);
  if (answered.kind !== "ok") return answered;
  return { kind: "done", document: answered.body, text: beliefText(id, answered.body, paint) };
}

const badId = (id: string): CommandOutcome =>
  badInput("bad-id", `"${id}" is neither an instance's id nor a claim's`, {
    field: "ID",
    fix: "Give i- and 8 or 17 hex digits, or claim- and 20.",
  });

const instanceAnswerText = ({ instance, history }: InstanceAnswer, paint: Paint): string =>
  [
    `${paint("bold", instance.id)}  ${instance.state} since ${momentText(instance.since)}`,
    instanceText(instance),
    ...historyText(history, paint),
  ].join("\n");

const beliefText = (id: string, { believed }: BeliefAnswer, paint: Paint): string => {
  const when = `at ${momentText(believed.at)}`;
  return believed.kind === "known"
    ? [
        `${paint("bold", id)}  ${believed.state}, as the plane believed ${when}`,
        "",
        "The last step by then",
        ...stepText(believed.transition, paint),
      ].join("\n")
    : [`${paint("bold", id)}  nothing is known of it ${when}`, reasonsText(believed.reasons)].join("\n");
};

const historyText = (history: InstanceAnswer["history"], paint: Paint): readonly string[] =>
  history.length === 0
    ? []
    : ["", "History of the instance, oldest first", ...history.flatMap((step) => stepText(step, paint))];
