import { stripVTControlCharacters } from "node:util";
import { INSTANCE_ID } from "../../core/model/ids.ts";
import { type AutopsyAnswer, autopsyAnswer } from "../autopsy-answer.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { reasonsText, signalText, stepText } from "../describe.ts";
import { badInput } from "../errors.ts";
import { duration, momentText, pairs } from "../print.ts";
import type { Paint } from "../terminal.ts";

type Autopsy = AutopsyAnswer["autopsy"];

/** `greenroom autopsy ID`: why an instance was put into quarantine, and what it left. */
export const autopsy: CliCommand = {
  group: "Instances",
  guide:
    "shows [what is kept of an instance](docs/operate/failures.md#autopsies) that was quarantined: why, how far it came, its last signals, its console",
  add: (program, context) =>
    planeCommand(program, context, "autopsy")
      .description("show what is kept of an instance that was put into quarantine: why, how far it came, its console")
      .argument("<id>", "an instance's id (i-…)")
      .action(async (id: string, options: { url: string }) => {
        if (!INSTANCE_ID.test(id))
          return context.end(
            badInput("bad-id", `"${id}" is no instance's id`, { field: "ID", fix: "Give i- and 8 or 17 hex digits." }),
          );
        const answered = await planeOf(options)(`GET /instances/${id}/autopsy`, autopsyAnswer);
        if (answered.kind !== "ok") return context.end(answered);
        context.end({ kind: "done", document: answered.body, text: autopsyText(answered.body.autopsy, context.paint) });
      }),
};

function autopsyText(found: Autopsy, paint: Paint): string {
  const { instance, quarantinedAt, launchedAt, verdict, stages, signals, history, stateReason } = found;
  const stage = Object.entries(stages).map(([name, ms]) => `  ${name}, after ${duration(ms)}`);
  return [
    `${paint("bold", instance)}  put into quarantine ${verdict ? `from ${verdict.from} ` : ""}at ${momentText(quarantinedAt)}`,
    pairs([
      ["pool", found.pool],
      ["type", found.type],
      ["zone", found.az],
      ["image", found.imageId],
      ["generation", found.generation],
      ["launched", `${momentText(launchedAt)}, ${duration(Date.parse(quarantinedAt) - Date.parse(launchedAt))} before`],
      ["EC2 said", `${found.observed.state}, at ${momentText(found.observed.at)}`],
      ["EC2's reason", stateReason && printable(`${stateReason.code}: ${stateReason.message}`)],
      ["taken", momentText(found.takenAt)],
    ]),
    ...titled("Because", verdict ? [printable(reasonsText(verdict.reasons))] : ["  its record has forgotten why"]),
    ...titled("Stages it reached", stage.length > 0 ? stage : ["  none"]),
    ...titled(
      "Its last signals",
      signals.length > 0 ? signals.map((signal) => `  ${printable(signalText(signal))}`) : ["  none"],
    ),
    ...titled(
      "History, oldest first",
      history.flatMap((step) => stepText(step, paint)),
    ),
    ...titled(...consoleText(found)),
  ].join("\n");
}

const titled = (title: string, lines: readonly string[]): readonly string[] => ["", title, ...lines];

function consoleText({ console }: Autopsy): readonly [string, readonly string[]] {
  switch (console.kind) {
    case "output": {
      const { text, bytes, postedAt } = console;
      const kept = Buffer.byteLength(text);
      const which = kept < bytes ? `, the last ${kept} of ${bytes} bytes` : "";
      const when = postedAt === undefined ? "" : `, as EC2 had it at ${momentText(postedAt)}`;
      return [
        `Console${which}${when}`,
        printable(text.trimEnd())
          .split("\n")
          .map((line) => `  | ${line}`),
      ];
    }
    case "empty":
      return ["Console", ["  empty: EC2 had nothing of it yet, or the instance printed nothing"]];
    case "unknown":
      return ["Console", ["  not fetched: EC2 did not know the instance any more, or not yet"]];
    case "refused":
      return ["Console", [`  not fetched: EC2 answered ${console.error}`]];
  }
}

/** What an instance wrote, without what would steer the terminal it is shown on. */
const printable = (text: string): string =>
  [...stripVTControlCharacters(text).replaceAll("\r\n", "\n").replaceAll("\r", "\n")]
    .filter((sign) => sign === "\n" || sign === "\t" || !isControl(sign.codePointAt(0) ?? 0))
    .join("");
const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);
