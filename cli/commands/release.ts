import { Option } from "commander";
import { claimAnswer } from "../../events/answers/claims.ts";
import type { CliCommand } from "../command.ts";
import { planeCommand, planeOf } from "../command-context.ts";
import { claimAnswerText } from "./claim.ts";

/** `greenroom release CLAIM`: the claimant is done, or gives up waiting. */
export const release: CliCommand = {
  group: "Claims",
  guide: "gives a claimed instance back, or stops waiting for one",
  add: (program, context) =>
    planeCommand(program, context, "release")
      .description("give a claimed instance back, or stop waiting for one")
      .argument("<claim>", "the claim's id")
      .option("--reuse", "back through the pool")
      .addOption(new Option("--retire", "terminated").conflicts("reuse"))
      .addHelpText("after", "\nWithout --reuse or --retire the pool's onRelease decides.")
      .action(async (id: string, { reuse, retire, url }: { reuse?: true; retire?: true; url: string }) => {
        const asked = reuse || retire ? { reuse: reuse === true } : {};
        const answered = await planeOf({ url })(`POST /claims/${encodeURIComponent(id)}/release`, claimAnswer, asked);
        context.end(
          answered.kind === "ok"
            ? { kind: "done", document: answered.body, text: claimAnswerText(answered.body, context.paint) }
            : answered,
        );
      }),
};
