import { stripVTControlCharacters } from "node:util";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/model/time.ts";
import type { Paint } from "./terminal.ts";

/** One column of a table. Figures are set right, so that they can be compared. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string | number | undefined;
}

/** Rows as aligned columns under their titles. Columns that do not fit into `width` are left out, the last first: a wrapped
 *  table cannot be read. */
export function columnsIn<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width = Number.POSITIVE_INFINITY,
): { readonly lines: readonly string[]; readonly leftOut: readonly string[] } {
  const drawn = columns.map(({ title, of }) => {
    const values = rows.map(of);
    const cells = [title, ...values.map((value) => String(value ?? "-"))];
    const right = values.some((value) => typeof value === "number");
    return { title, cells, right, width: Math.max(...cells.map(widthOf)) };
  });
  const shown = drawn.filter((_, at) => totalWidth(drawn.slice(0, at + 1)) <= width);
  const lines = [undefined, ...rows].map((_, line) =>
    shown
      .map((column) => padded(column.cells[line] ?? "", column.width, column.right))
      .join(GAP)
      .trimEnd(),
  );
  return { lines, leftOut: drawn.slice(shown.length).map(({ title }) => title) };
}

/** The same as text, with a line that names the columns left out. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width?: number): string {
  const { lines, leftOut } = columnsIn(columns, rows, width);
  const note = leftOut.length > 0 ? [`(too narrow for ${leftOut.join(", ")}; --json has everything)`] : [];
  return [...lines, ...note].join("\n");
}

const GAP = "  ";
export const widthOf = (cell: string): number => stripVTControlCharacters(cell).length;
const totalWidth = (columns: readonly { width: number }[]): number =>
  columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
const padded = (cell: string, width: number, right: boolean): string => {
  const pad = " ".repeat(width - widthOf(cell));
  return right ? pad + cell : cell + pad;
};

/** Names and values, one pair a line; pairs without a value are left out. */
export function pairs(entries: readonly (readonly [string, string | number | undefined])[]): string {
  const known = entries.filter(([, value]) => value !== undefined);
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join("\n");
}

/** A moment (ISO 8601) to the second: `2026-01-05 09:00:00Z`. */
export const momentText = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}Z`;

/** A stretch of time: `3.2 s`, `4m05s`, `2h10m`. */
export function duration(ms: number): string {
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(1)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m${two((ms % MINUTE_MS) / SECOND_MS)}s`;
  return `${Math.floor(ms / HOUR_MS)}h${two((ms % HOUR_MS) / MINUTE_MS)}m`;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");

/** `1 claim`, `2 claims`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** A part of a whole, 0 to 1, as a bar of so many characters. */
export function bar(part: number, width: number, paint: Paint): string {
  const full = Math.round(part * width);
  return `${paint("green", "█".repeat(full))}${"░".repeat(width - full)}`;
}

/** A value as JSON, cut to what fits beside its message. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text;
};
const SHOWN_MAX = 60;

/** A line cut to a width, its colours kept. */
export function cut(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  let room = width - 1;
  const parts = line.split(COLOUR).map((part, index) => {
    if (index % 2 === 1) return part;
    const kept = part.slice(0, room);
    room -= kept.length;
    return kept;
  });
  return `${parts.join("")}…`;
}

/** What sets a colour; as a group, so that a split keeps it at every odd place. */
const COLOUR = new RegExp(`(${String.fromCharCode(27)}\\[[0-9;]*m)`);

/** Words in lines no longer than `width`; those after the first begin with `indent` spaces. */
export function wrapped(text: string, width: number, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line.trim() === "") line = longer;
    else {
      lines.push(line);
      line = " ".repeat(indent) + word;
    }
  }
  return [...lines, line].join("\n");
}
