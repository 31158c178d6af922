import type { SweepAnswer } from "./answers.ts";
import { countsText } from "./events-text.ts";
import { type Column, duration, momentText, pairs, table } from "./print.ts";
import type { Paint } from "./terminal.ts";

/** A sweep: its progress, what it read of each zone, and what it found. */
export const sweepAnswerText = (sweep: SweepAnswer, paint: Paint, width: number): string =>
  [
    `${paint("bold", sweep.id)}  ${standing(sweep)}`,
    pairs([
      ["started", momentText(sweep.startedAt)],
      ["finished", sweep.finishedAt && `${momentText(sweep.finishedAt)}, after ${tookText(sweep)}`],
    ]),
    "",
    table(SHARD_COLUMNS, sweep.shards, width),
    ...gapLines(sweep).map((line) => `  ${line}`),
    "",
    foundText(sweep),
  ].join("\n");

/** Sweeps as the rows of a table, with what they could not read below it. */
export const reportText = (sweeps: readonly SweepAnswer[], width: number): string =>
  [
    table(REPORT_COLUMNS, sweeps, width),
    ...sweeps.flatMap((sweep) => gapLines(sweep).map((line) => `${momentText(sweep.startedAt)}  ${line}`)),
  ].join("\n");

const standing = ({ state, isComplete }: SweepAnswer): string => {
  if (state === "under-way") return "under way";
  if (state === "left-behind") return "left behind: it took too long, and the next began without it";
  return isComplete ? "complete" : "incomplete: absence proves nothing where it was not read to the end";
};

const tookText = ({ startedAt, finishedAt }: SweepAnswer): string | undefined =>
  finishedAt && duration(Date.parse(finishedAt) - Date.parse(startedAt));

type Shard = SweepAnswer["shards"][number];
const SHARD_COLUMNS: readonly Column<Shard>[] = [
  { title: "ZONE", of: ({ zone }) => zone },
  { title: "STATE", of: ({ state }) => state },
  { title: "PAGES", of: ({ pages }) => pages },
  { title: "ROWS", of: ({ rows }) => rows },
  { title: "BEGUN", of: ({ generation }) => generation },
];

const total = (name: "pages" | "rows") => (sweep: SweepAnswer) =>
  sweep.shards.reduce((sum, shard) => sum + shard[name], 0);

const REPORT_COLUMNS: readonly Column<SweepAnswer>[] = [
  { title: "STARTED", of: ({ startedAt }) => momentText(startedAt) },
  { title: "COMPLETE", of: ({ state, isComplete }) => (state === "finished" ? (isComplete ? "yes" : "no") : state) },
  { title: "MISSED", of: ({ findings }) => countsText(findings.missed) },
  { title: "LONGEST", of: ({ findings }) => (findings.lateMsMax > 0 ? duration(findings.lateMsMax) : undefined) },
  { title: "ADOPTED", of: ({ findings }) => findings.adopted },
  { title: "RETIRED", of: ({ findings }) => findings.retired },
  { title: "SUSPECTED", of: ({ findings }) => findings.suspected },
  { title: "CAME BACK", of: ({ findings }) => findings.cameBack },
  { title: "GONE", of: ({ findings }) => findings.gone },
  { title: "DRIFTED", of: ({ findings }) => findings.drifted },
  { title: "LEAKS", of: ({ findings }) => findings.leaks.length },
  { title: "PAGES", of: total("pages") },
  { title: "ROWS", of: total("rows") },
  { title: "TOOK", of: tookText },
];

function foundText({ region, state, isComplete, findings }: SweepAnswer): string {
  const { missed, lateMsMax, emitted, adopted, retired, suspected, cameBack, gone, drifted, leaks } = findings;
  const events = countsText(missed);
  const found = [
    ["events missed", events && `${events}; the longest unknown for ${duration(lateMsMax)}`],
    ["taken for events", emitted && countsText(emitted)],
    ["adopted", adopted || undefined],
    ["retired", retired || undefined],
    ["suspected", suspected || undefined],
    ["came back", cameBack || undefined],
    ["gone", gone || undefined],
    ["drifted", drifted || undefined],
    ["leaks", leaks.length > 0 ? `${leaks.length}; name them: greenroom leaks ${region}` : undefined],
  ] as const;
  if (found.some(([, value]) => value !== undefined)) return `It found\n${pairs(found)}`;
  if (state !== "finished") return "It has found nothing amiss so far.";
  return isComplete ? "It found nothing amiss." : "It found nothing amiss in what it read.";
}

/** Why zones were given up or begun again. */
const gapLines = ({ shards }: SweepAnswer): readonly string[] =>
  shards.flatMap(({ zone, state, why }) =>
    why ? [`${state === "failed" ? "gave up" : "began again"} ${zone}: ${why.text}`] : [],
  );
