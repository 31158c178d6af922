import type { State } from "../../core/model/instance.ts";
import { MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";
import type { PoolFigures } from "../../local/measures.ts";
import type { Progress } from "../../local/play.ts";
import type { Report } from "../../local/report.ts";
import { bar, type Column, columnsIn, counted, cut } from "../print.ts";
import type { Paint } from "../terminal.ts";
import type { Board, BoardHandOver, BoardPool } from "./board.ts";
import { LIVE } from "./figures.ts";

/** Everything one picture of a play is drawn from. */
export interface View {
  /** What is played, for the title. */
  readonly title: string;
  readonly progress: Progress;
  readonly board: Board;
}

/** The picture as lines that fit into `size`: how far it is, how the pools stand, how claims were served, what happened last. */
export function frame(
  { title, progress, board }: View,
  size: { columns: number; rows: number },
  paint: Paint,
): readonly string[] {
  const report = progress.report();
  const upper = [
    headline(progress, paint),
    paint("dim", `At a local cloud, not AWS: ${title}`),
    "",
    ...tableLines(columnsIn(poolColumns(paint), board.pools(), size.columns), paint),
    "",
    ...tableLines(columnsIn(LIVE, report.pools, size.columns), paint),
    "",
    paint("dim", "Hand-over times, newest right: ▁ < 5 s, █ > 5 min; yellow almost warm, red miss"),
    sparks(newest(board.handOvers, size.columns), paint),
    "",
    tally(report, paint),
    "",
  ];
  const room = Math.max(0, size.rows - upper.length);
  const feed = newest(board.notices, room).map((each) => noticeLine(each, paint));
  return [...upper, ...feed].slice(0, size.rows).map((line) => cut(line, size.columns));
}

const newest = <Item>(items: readonly Item[], most: number): readonly Item[] =>
  items.slice(Math.max(0, items.length - most));

/** A table under its dimmed titles; what a narrow screen has no room for is named below it. */
const tableLines = (
  { lines: [titles = "", ...lines], leftOut }: ReturnType<typeof columnsIn>,
  paint: Paint,
): readonly string[] => [
  paint("dim", titles),
  ...lines,
  ...(leftOut.length > 0 ? [paint("dim", `in a wider terminal: ${leftOut.join(", ")}`)] : []),
];

const BAR = 20;

function headline({ at, done }: Progress, paint: Paint): string {
  const stage = done === 0 ? "the pools fill" : done === 1 ? "the last claims end" : `${Math.floor(done * 100)} %`;
  return `${paint("bold", "Greenroom")}  ${dayTime(at)}  ${bar(done, BAR, paint)} ${stage}`;
}

/** `Mon 05 Jan 14:32`, in UTC. */
const dayTime = (at: number): string => {
  const utc = new Date(at).toUTCString();
  return `${utc.slice(0, 3)}${utc.slice(4, 11)} ${utc.slice(17, 22)}`;
};

const count = ({ states }: BoardPool, ...which: readonly State[]): number =>
  which.reduce((sum, state) => sum + (states[state] ?? 0), 0);

const WARM_BAR = 10;

const poolColumns = (paint: Paint): readonly Column<BoardPool>[] => [
  { title: "POOL", of: ({ id }) => id },
  {
    title: "WARM OF TARGET",
    of: (pool) => {
      const warm = count(pool, "warm");
      if (pool.target === undefined) return `${warm}, forecast`;
      const part = pool.target === 0 ? 0 : Math.min(1, warm / pool.target);
      return `${bar(part, WARM_BAR, paint)} ${warm}/${pool.target}`;
    },
  },
  { title: "PREPARING", of: (pool) => count(pool, "launching", "preparing", "parking", "returning") },
  { title: "STARTING", of: (pool) => count(pool, "handing-over") },
  { title: "IN USE", of: (pool) => count(pool, "in-use") },
  { title: "WAITING", of: ({ waiting }) => waiting },
  { title: "QUARANTINED", of: (pool) => count(pool, "quarantined") },
  { title: "RETIRING", of: (pool) => count(pool, "retiring") },
];

const SPARKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const [QUICK_MS, SLOW_MS] = [5 * SECOND_MS, 5 * MINUTE_MS];
const KIND_COLOURS = { hit: "green", "almost-warm-hit": "yellow", miss: "red" } as const;

/** One bar per hand-over, higher with the logarithm of its time. */
const sparks = (handOvers: readonly BoardHandOver[], paint: Paint): string =>
  handOvers
    .map(({ ms, kind }) => {
      const part = Math.log(Math.max(ms, QUICK_MS) / QUICK_MS) / Math.log(SLOW_MS / QUICK_MS);
      const at = Math.min(SPARKS.length - 1, Math.floor(part * SPARKS.length));
      return paint(KIND_COLOURS[kind], SPARKS[at]!);
    })
    .join("");

function tally({ ec2Calls, notices, pools, violations }: Report, paint: Paint): string {
  const calls = Object.values(ec2Calls).reduce((sum, each) => sum + each, 0);
  const failed = pools.reduce((sum, each) => sum + each.failed, 0);
  return [
    counted(calls, "EC2 call"),
    counted(notices.published, "notice"),
    paint(failed === 0 ? "green" : "red", `${counted(failed, "claim")} failed`),
    paint(violations.length === 0 ? "green" : "red", counted(violations.length, "violation")),
  ].join(", ");
}

/** As wide as a claim's id and as most transitions are. */
const [ID_WIDTH, TRANSITION_WIDTH] = [26, 24];

function noticeLine({ at, notice }: Board["notices"][number], paint: Paint): string {
  const { from, to, resource, reasons } = notice;
  const time = new Date(at).toISOString().slice(11, 19);
  const transition = `${from} → ${to}`.padEnd(TRANSITION_WIDTH);
  const why = reasons.map(({ text }) => text).join("; ");
  return `${paint("dim", time)}  ${resource.id.padEnd(ID_WIDTH)}  ${transition}  ${paint("dim", why)}`.trimEnd();
}

/** The same in one line, for a log. */
export function line({ progress, board }: View): string {
  const { pools, violations } = progress.report();
  const sum = (of: (figures: PoolFigures) => number): number => pools.reduce((total, each) => total + of(each), 0);
  const warm = board
    .pools()
    .map((pool) => `${pool.id} ${count(pool, "warm")}${pool.target === undefined ? "" : `/${pool.target}`} warm`);
  const claims = `${sum(({ claims }) => claims)} claims: ${sum(({ hits }) => hits)} hits, ${sum(({ almostWarmHits }) => almostWarmHits)} near, ${sum(({ misses }) => misses)} misses`;
  return [
    `${dayTime(progress.at)} ${Math.floor(progress.done * 100)} %`,
    claims,
    ...warm,
    `${violations.length} violations`,
  ].join("; ");
}
