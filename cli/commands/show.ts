import type { Command } from "commander";
import { CLAIM_ID, INSTANCE_ID } from "../../core/model/ids.ts";
import { claimAnswer, type InstanceAnswer, instanceAnswer } from "../answers.ts";
import type { Plane } from "../client.ts";
import { instanceText } from "../describe.ts";
import { type Desk, planeCommand, planeOf } from "../desk.ts";
import { badInput, type Outcome } from "../errors.ts";
import { moment } from "../print.ts";
import type { Paint } from "../terminal.ts";
import { claimAnswerText } from "./claim.ts";

/** `greenroom show ID`: one instance or claim, and how it came to be as it is. */
export const show = (program: Command, desk: Desk): Command =>
  planeCommand(program, desk, "show")
    .description("show an instance or a claim, its history, and why each step was taken")
    .argument("<id>", "an instance's id (i-…) or a claim's (claim-…)")
    .action(async (id: string, options: { url: string }) => {
      desk.end(await shown(planeOf(options), id, desk.paint));
    });

async function shown(plane: Plane, id: string, paint: Paint): Promise<Outcome> {
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
  return badInput("bad-id", `"${id}" is neither an instance's id nor a claim's`, {
    field: "ID",
    fix: "Give i- and 8 or 17 hex digits, or claim- and 20.",
  });
}

const instanceAnswerText = ({ instance, history }: InstanceAnswer, paint: Paint): string =>
  [
    `${paint("bold", instance.id)}  ${instance.state} since ${moment(instance.since)}`,
    instanceText(instance),
    ...historyText(history, paint),
  ].join("\n");

/** Each step with its moment, what caused it and why. */
const historyText = (history: InstanceAnswer["history"], paint: Paint): readonly string[] =>
  history.length === 0
    ? []
    : [
        "",
        "History of the instance, oldest first",
        ...history.flatMap(({ name, from, to, at, cause, reasons }) => [
          `  ${moment(at)}  ${from === to ? `${to} (${name})` : `${from} → ${paint("bold", to)} (${name})`}`,
          ...reasons.map(({ text }) => `      ${text}`),
          paint("dim", `      by ${cause}`),
        ]),
      ];
