import { alertsAnswer } from "../answers.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { momentText } from "../print.ts";

/** `greenroom alerts`: what people should know of now. */
export const alerts: CliCommand = {
  group: "Operation",
  guide: "lists the present alerts: since when, why, and what to do",
  add: (program, context) =>
    planeCommand(program, context, "alerts")
      .description("list what people should know of now: since when, why, and what to do")
      .action(async (options: { url: string }) => {
        const answered = await planeOf(options)("GET /alerts", alertsAnswer);
        if (answered.kind !== "ok") return context.end(answered);
        const raised = answered.body.alerts.filter(({ state }) => state === "raised");
        const lines = raised.flatMap(({ alert, subject, since, what, todo, reasons }) => [
          `${context.paint("bold", alert)}  ${subject}  since ${momentText(since)}: ${what}`,
          ...reasons.map(({ text }) => `  - ${text}`),
          `  ${todo}`,
          "",
        ]);
        context.end({
          kind: "done",
          document: answered.body,
          text: raised.length === 0 ? "Nothing needs you." : lines.slice(0, -1).join("\n"),
        });
      }),
};
