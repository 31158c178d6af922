import { iso } from "../../core/model/time.ts";
import type { DecisionDifference, Side } from "../../local/replay/differ.ts";
import type { ReplayResult } from "../../local/replay/replay.ts";
import { counted, momentText, wrapped } from "../print.ts";
import type { Paint } from "../terminal.ts";

/** What was replayed, by name. */
export interface Titled {
  readonly events: string;
  readonly against?: string;
  readonly stoppedEarly: boolean;
}

/** Differences and bad lines that the terminal shows; the page and the document have more. */
const DIFFERENCES_SHOWN_MAX = 10;
const PROBLEMS_SHOWN_MAX = 10;
const WIDTH = 80;

/** What came of a replay, in 80 columns. */
export function replayText(titled: Titled, result: ReplayResult, paint: Paint): string {
  const { decisions, difference } = result;
  return [
    paint("bold", `${titled.events}: ${counted(result.messages, "event")}`),
    ...span(result),
    ...(titled.stoppedEarly ? [paint("yellow", "Stopped early: the figures are of the part that was replayed.")] : []),
    "",
    paint("bold", counted(decisions.total, "decision")),
    ...ranks(decisions.kinds),
    "",
    paint("bold", "Reasons given"),
    ...ranks(decisions.reasons),
    "",
    ...strays(result),
    ...(difference ? ["", ...compared(difference, titled, paint)] : []),
  ].join("\n");
}

const span = ({ from, to }: ReplayResult): readonly string[] =>
  from === undefined || to === undefined ? [] : [`from ${momentText(iso(from))} to ${momentText(iso(to))}`];

function ranks(counts: Readonly<Record<string, number>>): readonly string[] {
  const entries = Object.entries(counts);
  const width = Math.max(0, ...entries.map(([, count]) => count.toLocaleString("en").length));
  return entries.map(([name, count]) => `  ${count.toLocaleString("en").padStart(width)}  ${name}`);
}

/** What did not go as it did then, or could not be read. */
export function strays({ calls, passedOver, failed, problems }: ReplayResult): readonly string[] {
  const bad = problems.shown.length + problems.notShown;
  const shown = problems.shown.slice(0, PROBLEMS_SHOWN_MAX);
  return [
    `EC2: ${counted(calls.answered + calls.nominal, "call")}, ${calls.nominal.toLocaleString("en")} of them without a recorded answer; ${counted(calls.unasked, "recorded answer")} nobody asked for`,
    ...(failed > 0 ? [`${counted(failed, "function")} failed, as they did then or for want of an answer`] : []),
    ...(passedOver > 0
      ? [`${counted(passedOver, "event")} passed over: none of the plane's functions is sent them`]
      : []),
    ...(bad > 0 ? [`${counted(bad, "bad line")}:`] : []),
    ...shown.map(({ file, line, problem }) => wrapped(`  ${file} line ${line} ${problem}`, WIDTH, 4)),
    ...(bad > shown.length ? [`  and ${(bad - shown.length).toLocaleString("en")} more`] : []),
  ];
}

function compared(
  difference: NonNullable<ReplayResult["difference"]>,
  { against }: Titled,
  paint: Paint,
): readonly string[] {
  const { same, added, removed, changed, first, shown, notShown, outside } = difference;
  const all = added + removed + changed;
  const rest = shown.filter((each) => !first.includes(each)).slice(0, DIFFERENCES_SHOWN_MAX);
  const hidden = shown.length + notShown - first.length - rest.length;
  return [
    all === 0
      ? paint("green", `No difference from ${against}: ${counted(same, "decision")} the same`)
      : paint(
          "yellow",
          `${counted(all, "difference")} from ${against}: ${changed} changed, ${added} added, ${removed} removed; ${counted(same, "decision")} the same`,
        ),
    ...(outside > 0 ? [`${counted(outside, "decision")} of ${against} lie outside the time of the events`] : []),
    ...(first.length > 0
      ? ["", paint("bold", "First of each pool"), ...first.flatMap((each) => one(each, paint))]
      : []),
    ...(rest.length > 0 ? ["", paint("bold", "Then"), ...rest.flatMap((each) => one(each, paint))] : []),
    ...(hidden > 0
      ? ["", `and ${hidden.toLocaleString("en")} more; --html and --json show ${shown.length.toLocaleString("en")}`]
      : []),
  ];
}

function one(
  { kind, resource, pool, at, recorded, replayed, fields }: DecisionDifference,
  paint: Paint,
): readonly string[] {
  const where = pool === "" ? resource : `${pool}: ${resource}`;
  return [
    `  ${momentText(iso(at))}  ${where}  ${paint("yellow", kind)}${fields ? ` in ${fields.join(", ")}` : ""}`,
    ...side("then", recorded),
    ...side("now", replayed),
  ];
}

const side = (name: string, given: Side | undefined): readonly string[] =>
  given
    ? [
        wrapped(`    ${name.padEnd(5)} ${given.what}`, WIDTH, 10),
        ...given.reasons.map(({ text }) => wrapped(`          because ${text}`, WIDTH, 12)),
      ]
    : [];
