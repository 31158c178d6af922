import { TRANSITIONS, type TransitionRow } from "../../core/lifecycle/transitions.ts";
import { TRIGGERS, type TriggerName } from "../../core/lifecycle/triggers.ts";
import type { State } from "../../core/model/instance.ts";
import { REASONS } from "../../core/model/reason.ts";
import { poolFile } from "../../events/requests/pool-file.v1.ts";
import { STATES } from "../../events/states.ts";
import { diagram } from "./diagram.ts";
import { code, markdownPage, markdownTable, origin } from "./markdown.ts";
import { STATE_MEANINGS } from "./states.ts";

/** The lifecycle as a picture and as tables: one row per answer of each cell. */
export const stateMachinePage = (): string =>
  markdownPage(
    origin("core/lifecycle/transitions.ts"),
    "# The life of an instance",
    "One table decides what happens to an instance's record. The diagram shows which triggers lead from state to state; the " +
      "sections below list the conditions, and the triggers that change no state.",
    `\`\`\`mermaid\n${diagram(TRANSITIONS)}\n\`\`\``,
    markdownTable(
      ["state", "EC2 state", "meaning", "time limit"],
      STATES.map((state) => [
        `[${state}](#${state})`,
        STATE_MEANINGS[state].ec2,
        STATE_MEANINGS[state].means,
        limitOf(state),
      ]),
    ),
    "How to read the tables: the first row whose conditions all hold is taken. A trigger without a row is *refused*: a " +
      "value with the reason `not-in-table`, counted, nothing saved. An observation older than the record's, a deadline " +
      "set for an earlier state entry and a message for an earlier lease are *late*; what the record already says is a *duplicate*. " +
      "Neither is saved. *stays*: the record is updated, its state does not change. *why* is the text of the reason, " +
      "unless the trigger brings its own reasons, as a verdict or a plan does; all texts are in [reasons](use/reasons.md).",
    ...STATES.map(section),
    "## Triggers that no state accepts",
    listed(TRIGGERS.filter((trigger) => STATES.every((state) => !taken(state).includes(trigger)))),
  );

function section(state: State): string {
  const rows = taken(state).flatMap((trigger) => rowsOf(state, trigger).map((row) => ({ trigger, row })));
  const refused = TRIGGERS.filter((trigger) => !taken(state).includes(trigger));
  return markdownPage(
    `## ${state}`,
    `${STATE_MEANINGS[state].means} EC2: ${STATE_MEANINGS[state].ec2}.`,
    rows.length === 0
      ? ""
      : markdownTable(
          ["trigger", "when", "to", "why", "action"],
          rows.map(({ trigger, row }) => [
            code(trigger),
            (row.when ?? []).join(" and "),
            row.to === "stays" ? "*stays*" : row.to,
            REASONS[row.why],
            row.effect ?? "",
          ]),
        ),
    `Refuses: ${listed(refused)}`,
  ).trimEnd();
}

const taken = (state: State): readonly TriggerName[] => TRIGGERS.filter((trigger) => rowsOf(state, trigger).length > 0);
const rowsOf = (state: State, trigger: TriggerName): readonly TransitionRow[] => TRANSITIONS[state][trigger] ?? [];
const listed = (triggers: readonly TriggerName[]): string =>
  triggers.length === 0 ? "none." : `${triggers.map(code).join(", ")}.`;

/** The pool file's setting that bounds a state, with its default. */
function limitOf(state: State): string {
  const defaults: Record<string, number> = poolFile.shape.pools.element.shape.deadlines.parse({});
  const setting = `${state.replace(/-(\w)/, (_, letter: string) => letter.toUpperCase())}Seconds`;
  const seconds = defaults[setting];
  return seconds === undefined ? "none" : `${code(setting)}, ${seconds} s by default`;
}
