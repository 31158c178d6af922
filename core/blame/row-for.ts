import type { BlameRow } from "../model/blame/blame.ts";
import type { FailedCall } from "./failed-call.ts";

/** The rows of a table by code. */
export type RowsByCode = ReadonlyMap<string, readonly BlameRow[]>;

export function rowsByCode(rows: readonly BlameRow[]): RowsByCode {
  const byCode = new Map<string, readonly BlameRow[]>();
  for (const row of rows) for (const code of row.codes) byCode.set(code, [...(byCode.get(code) ?? []), row]);
  return byCode;
}

/** The row that holds for a failure: of those of its code, or else of its family (`AuthFailure.*`), whose conditions all hold, the
 *  narrowest. Undefined: nobody has listed the code. */
export function failureRowFor(table: RowsByCode, code: string, call: Partial<FailedCall>): BlameRow | undefined {
  const family = `${code.split(".", 1)[0]}.*`;
  const rows = table.get(code) ?? (code.includes(".") ? table.get(family) : undefined) ?? [];
  return rows.filter((row) => holds(row, call)).toSorted((one, other) => narrowness(other) - narrowness(one))[0];
}

const holds = ({ calls, theirs, text }: BlameRow, failed: Partial<FailedCall>): boolean =>
  (calls === undefined || (failed.call !== undefined && calls.includes(failed.call))) &&
  (theirs === undefined || failed.theirs === true) &&
  (text === undefined || text.test(failed.text ?? ""));

/** Whose the named thing is says more than which call was made, and that more than what a text happens to say. */
const narrowness = ({ calls, theirs, text }: BlameRow): number => (theirs ? 4 : 0) + (calls ? 2 : 0) + (text ? 1 : 0);
