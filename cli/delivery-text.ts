import { samplesFor } from "../core/delivery/curve.ts";
import { type DestinationReport, OTHERS } from "../core/delivery/status-log.ts";
import { SECOND_MS } from "../core/model/time.ts";
import type { DeliveryAnswer, PathAnswer } from "./delivery-answer.ts";
import { type Column, counted, cut, duration, momentText, table } from "./print.ts";
import type { Paint } from "./terminal.ts";

/** What probes measured: counts, times, and the curve of each path, drawn beside the others. */
export function deliveryText(answer: DeliveryAnswer, paint: Paint, width: number): string {
  const { since, until, paths, relativeError } = answer;
  const span = `${momentText(since)} to ${momentText(until)}`;
  if (paths.every(({ sent }) => sent === 0))
    return `No probe was sent from ${span}, so nothing is known of delivery. Probes go out every ${duration(answer.everyMs)}.`;
  return [
    `${paint("bold", "Delivery, measured by probes")}  ${span}`,
    "",
    table(COUNTED, paths, width),
    "",
    table(TIMED, paths, width),
    ...footnotes(paths),
    ...paths.flatMap(({ path, lossSince }) =>
      lossSince ? [paint("red", `${path} loses: the first loss is of the window from ${momentText(lossSince)}`)] : [],
    ),
    "",
    "P(delivered within t): of all probes that were sent, this part had arrived",
    ...drawn(paths.map(({ path, curve }) => ({ title: path, curve }))),
    "",
    `Every figure is the probes', none of notices. Times are ± ${(relativeError * 100).toFixed(1)} %. Lost is`,
    `what has not come ${duration(answer.graceMs)} after the end of its window of ${duration(answer.windowMs)}; until`,
    "then it is undecided.",
  ].join("\n");
}

const COUNTED: readonly Column<PathAnswer>[] = [
  { title: "PATH", of: ({ path }) => path },
  { title: "SENT", of: ({ sent }) => sent },
  { title: "ARRIVED", of: ({ arrived }) => arrived },
  { title: "LOST", of: ({ lost }) => lost },
  { title: "UNDECIDED", of: ({ undecided }) => undecided },
  { title: "DOUBLES", of: ({ doubles }) => doubles },
  {
    title: "LONGEST SILENCE",
    of: ({ silence }) => silence && `${duration(silence.ms)}${silence.until === undefined ? ", lasting" : ""}`,
  },
];

type Quantiles = PathAnswer["quantiles"];
interface Timed {
  readonly quantiles: Quantiles | DestinationReport["quantiles"];
}

/** `–`: too few samples to know. `missing`: more than the rest is not here. */
const quantileColumns = [0.5, 0.9, 0.99, 0.999].map(
  (of): Column<Timed> => ({
    title: quantileName(of),
    of({ quantiles }) {
      const found = quantiles.find((each) => each.of === of);
      if (!found || "unknown" in found) return found?.unknown === "missing" ? "missing" : "–";
      return time(found.ms);
    },
  }),
);
function quantileName(of: number): string {
  return `p${Number((of * 100).toFixed(1))}`;
}

const TIMED: readonly Column<PathAnswer>[] = [
  { title: "PATH", of: ({ path }) => path },
  ...quantileColumns,
  { title: "MAX", of: ({ maxMs }) => (maxMs === undefined ? undefined : time(maxMs)) },
];

/** Why a cell holds no time. */
function footnotes(rows: readonly Timed[]): readonly string[] {
  const unknown = rows.flatMap(({ quantiles }) => quantiles.flatMap((each) => ("unknown" in each ? [each] : [])));
  const few = new Set(unknown.filter((each) => each.unknown === "few").map(({ of }) => of));
  const needs = [...few]
    .sort((one, other) => one - other)
    .map((of) => `${quantileName(of)} ${samplesFor(of).toLocaleString("en")}`);
  return [
    ...(few.size > 0 ? [`–: too few samples to know; it takes for ${needs.join(", ")}`] : []),
    ...(unknown.some((each) => each.unknown === "missing")
      ? ["missing: more than the rest is lost, or not here yet"]
      : []),
  ];
}

const time = (ms: number): string => (ms < SECOND_MS ? `${Math.round(ms)} ms` : duration(ms));

/** Down to a tenth of a percent, and never up to all. */
const percent = (part: number): string => (part === 1 ? "100 %" : `${(Math.floor(part * 1_000) / 10).toFixed(1)} %`);

type Point = PathAnswer["curve"][number];
interface StateQuery {
  readonly title: string;
  readonly curve: readonly Point[];
}

/** Curves that fit beside each other into 80 columns. */
const DRAWN_MAX = 3;
const BAR = 12;
const CELL = BAR + 1 + "99.9 %".length;
const LABEL = 7;
const GAP = "  ";

/** Curves beside each other, a row for each step of a fallback chain of times, from where the first begins to where the last ends. */
function drawn(curves: readonly StateQuery[]): readonly string[] {
  const all = curves.flatMap(({ curve }) => curve.map(({ ms }) => ms));
  if (all.length === 0) return ["(nothing arrived)"];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const from = LADDER.findLastIndex((step) => step < first);
  const to = LADDER.findIndex((step) => step >= last);
  const rows = LADDER.slice(Math.max(from, 0), to + 1);
  const line = (label: string, cells: readonly string[]) => [label.padStart(LABEL), ...cells].join(GAP).trimEnd();
  return [
    line(
      "t",
      curves.map(({ title }) => title.padEnd(CELL)),
    ),
    ...rows.map((ms) =>
      line(
        time(ms),
        curves.map(({ curve }) => cell(within(curve, ms))),
      ),
    ),
  ];
}

/** 1, 1.5, 2, 3, 5 and 7 in every decade, to a day. */
const LADDER: readonly number[] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000].flatMap((decade) =>
  [1, 1.5, 2, 3, 5, 7].map((step) => step * decade),
);

const within = (curve: readonly Point[], ms: number): number => curve.findLast((point) => point.ms <= ms)?.p ?? 0;

function cell(part: number): string {
  const eighths = Math.floor(part * BAR * EIGHTHS.length);
  const full = Math.floor(eighths / EIGHTHS.length);
  const bar = FULL.repeat(full) + (full < BAR ? (EIGHTHS[eighths % EIGHTHS.length] ?? "") : "");
  return `${bar.padEnd(BAR)} ${percent(part).padStart(CELL - BAR - 1)}`;
}
const FULL = "█";
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** What SNS's own log says, by subscriber. */
export interface StatusLog {
  readonly file: string;
  readonly lines: number;
  readonly badLines: number;
  readonly bad: readonly { readonly line: number; readonly problem: string }[];
  readonly destinations: readonly DestinationReport[];
}

/** The same columns for SNS's delivery status log. */
export function statusLogText({ file, lines, badLines, bad, destinations }: StatusLog, width: number): string {
  const problems = bad.map(({ line, problem }) => cut(`  line ${line}: ${problem}`, width));
  return [
    `Delivery, by SNS's status log ${file}  ${counted(lines, "line")}, ${badLines} of them bad`,
    ...problems,
    ...(badLines > bad.length ? [`  and ${badLines - bad.length} more`] : []),
    ...(destinations.length === 0
      ? []
      : [
          "",
          table(LOGGED, destinations, width),
          ...footnotes(destinations),
          "",
          "P(handed over within t), of the successes that were logged",
          ...drawn(
            destinations
              .toSorted((one, other) => other.delivered - one.delivered)
              .slice(0, DRAWN_MAX)
              .map(({ destination, curve }) => ({ title: cut(shortly(destination), CELL), curve })),
          ),
          "",
          "Times run to just before SNS hands a message over. Successes are those that its",
          "sample rate let it log, failures are all there are: the two make no rate.",
        ]),
  ].join("\n");
}

const LOGGED: readonly Column<DestinationReport>[] = [
  { title: "SUBSCRIBER", of: ({ destination }) => shortly(destination) },
  { title: "DELIVERED", of: ({ delivered }) => delivered },
  { title: "FAILED", of: ({ failed }) => failed },
  { title: "RETRIED", of: ({ retried }) => retried },
  ...quantileColumns,
  { title: "MAX", of: ({ longest }) => (longest === undefined ? undefined : time(longest)) },
];

/** A service and a name of an ARN: `sqs:probes`. */
const shortly = (destination: string): string => {
  const [arn, , service, , , ...name] = destination.split(":");
  return arn === "arn" && destination !== OTHERS ? `${service}:${name.at(-1)}` : destination;
};
