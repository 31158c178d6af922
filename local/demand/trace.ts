import { readFile } from "node:fs/promises";

/** `count` arrivals from `atSeconds` on, counted from the beginning of the first day. */
export interface TraceRow {
  readonly atSeconds: number;
  readonly count: number;
}

/** What is wrong with a trace, and in which line (from 1). */
export class TraceError extends Error {
  readonly line: number;

  constructor(name: string, line: number, message: string) {
    super(`${name}, line ${line}: ${message}`);
    this.name = "TraceError";
    this.line = line;
  }
}

const HEADER = "t_s,count";
const ROW = /^(\d{1,12}),(\d{1,9})$/;

/** Reads a trace of arrivals: CSV with the header `t_s,count`, sparse, in order of time. Rejects with a {@link TraceError}. */
export const readTrace = async (path: string): Promise<readonly TraceRow[]> =>
  parseTrace(await readFile(path, "utf8"), path);

export function parseTrace(text: string, name: string): readonly TraceRow[] {
  const [header = "", ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== HEADER) throw new TraceError(name, 1, `expected the header ${HEADER}, found ${shown(header)}`);
  const rows: TraceRow[] = [];
  for (const [index, line] of lines.entries()) {
    const found = ROW.exec(line);
    const at = index + 2;
    if (!found) throw new TraceError(name, at, `expected two whole numbers such as 300,12, found ${shown(line)}`);
    const row = { atSeconds: Number(found[1]), count: Number(found[2]) };
    const before = rows.at(-1)?.atSeconds ?? -1;
    if (row.atSeconds <= before)
      throw new TraceError(name, at, `time ${row.atSeconds} does not come after ${before}, the one before`);
    rows.push(row);
  }
  return rows;
}

const SHOWN_MAX = 40;
const shown = (text: string): string => JSON.stringify(text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text);
