import { STAGES } from "../core/hits/report.ts";
import { attemptsText } from "./describe.ts";
import type { LedgerAnswer, LedgerRow } from "./ledger-answer.ts";
import { type Column, counted, duration, momentText, pairs, table, wrapped } from "./print.ts";
import type { Paint } from "./terminal.ts";

type Kind = LedgerAnswer["kinds"][number];
type Times = Kind["total"];

const TITLES = { hit: "HIT", "almost-warm-hit": "ALMOST-WARM HIT", miss: "MISS" } as const;
/** What each stage lasts to the end of. */
const STAGE_NAMES = {
  waitMs: "wait for one",
  prepareMs: "prepare it",
  configureMs: "change it",
  startMs: "start it",
  bootMs: "boot",
  verifyMs: "verify",
} as const satisfies Record<(typeof STAGES)[number], string>;

/** The kinds of claims side by side, then what they saved and what that cost. */
export function ledgerText(answer: LedgerAnswer, paint: Paint, width: number): string {
  const { pool, since, until, claims, kinds, more } = answer;
  const title = `${paint("bold", pool)}  ${momentText(since)} to ${momentText(until)}`;
  if (claims === 0) return `${title}\nNobody claimed.\n${moneyText(answer)}`;
  return [
    title,
    ...(more ? [`There are more claims than one answer is made of: ask on with --since ${until}`] : []),
    ...answer.slow.map(({ text }) => paint("red", wrapped(`THIS POOL SAVES NOTHING: ${text}.`, lineOf(width), 2))),
    "",
    table(columnsOf(kinds), rowsOf(answer), width),
    "",
    "Times: half within / 99 of 100 within. Percentiles of stages do not add up.",
    "",
    moneyText(answer),
    ...becauseText(kinds),
  ].join("\n");
}

const lineOf = (width: number): number => Math.min(width, LINE);
const LINE = 80;

/** A line of the table: a name, and a cell for each kind. */
type Line = readonly [name: string, cell: (kind: Kind) => string | undefined];

const columnsOf = (kinds: readonly Kind[]): readonly Column<Line>[] => [
  { title: "", of: ([name]) => name },
  ...kinds.map((kind): Column<Line> => ({ title: TITLES[kind.kind], of: ([, cell]) => cell(kind) })),
];

const rowsOf = ({ cold }: LedgerAnswer): readonly Line[] => [
  ["claims", ({ claims, share }) => (claims === 0 ? "0" : `${claims} (${(share * 100).toFixed(1)} %)`)],
  ["hand-over", ({ total }) => timesText(total)],
  ...STAGES.map((stage): Line => [`  ${STAGE_NAMES[stage]}`, ({ stages }) => timesText(stages[stage])]),
  ...(cold ? [["saved", ({ savedMs, total }) => total && savedText(savedMs ?? 0)] satisfies Line] : []),
];

const timesText = (times: Times): string | undefined => times && `${duration(times.p50Ms)} / ${duration(times.p99Ms)}`;

const savedText = (ms: number): string => (ms < 0 ? `-${duration(-ms)}` : duration(ms));

function moneyText({ hitRate, cold, savedMs, idle, usdPerSecondSaved }: LedgerAnswer): string {
  const unpriced = idle.unpricedMs > 0 ? `, and ${duration(idle.unpricedMs)} of it has no price` : "";
  return pairs([
    ["hit rate", hitRate === undefined ? undefined : `${(hitRate * 100).toFixed(1)} %`],
    [
      "cold start",
      cold
        ? `${duration(cold.p50Ms)} / ${duration(cold.p99Ms)}, of ${counted(cold.launches, "launch", "launches")} of its own`
        : "unknown: it has launched nothing yet that was ready, so nobody knows what is saved",
    ],
    ["saved", savedMs === undefined ? undefined : `${savedText(savedMs)} in all, beside the median cold start`],
    ["waiting", `${duration(idle.ms)} of instances, ${idle.usd.toFixed(4)} USD${unpriced}`],
    ["a second saved", usdPerSecondSaved === undefined ? undefined : `costs ${usdPerSecondSaved.toPrecision(3)} USD`],
  ]);
}

/** Why claims were no hits. */
function becauseText(kinds: readonly Kind[]): readonly string[] {
  const lines = kinds
    .filter(({ kind }) => kind !== "hit")
    .flatMap(({ kind, because }) =>
      because.map(({ code, claims }) => `  ${TITLES[kind].toLowerCase()}: ${claims} × ${code}`),
    );
  return lines.length === 0 ? [] : ["", "Why not from warm", ...lines];
}

/** The rows themselves, each with what was tried for it where its first instance failed it. */
export function rowsText(rows: readonly LedgerRow[], width: number): string {
  const lines = table(ROW, rows, width).split("\n");
  return [
    ...lines.slice(0, 1),
    ...lines.slice(1).flatMap((line, at) => [line, ...(rows[at]?.attempts?.length ? [attemptsText(rows[at])] : [])]),
  ].join("\n");
}

const ROW: readonly Column<LedgerRow>[] = [
  { title: "CLAIM", of: ({ id }) => id },
  { title: "KIND", of: ({ kind }) => kind && TITLES[kind].toLowerCase() },
  { title: "STATE", of: ({ state }) => state },
  { title: "TOOK", of: ({ tookMs }) => (tookMs === undefined ? undefined : duration(tookMs)) },
  { title: "SPARED", of: ({ savedMs }) => (savedMs === undefined ? undefined : savedText(savedMs)) },
  { title: "REQUESTED", of: ({ requestedAt }) => momentText(requestedAt) },
  ...STAGES.map(
    (stage): Column<LedgerRow> => ({
      title: stage.slice(0, -"Ms".length).toUpperCase(),
      of: ({ handOver }) => (handOver?.[stage] === undefined ? undefined : duration(handOver[stage])),
    }),
  ),
  { title: "BECAUSE", of: ({ because }) => because?.map(({ code }) => code).join(", ") },
];
