import { describe, expect, it } from "vitest";
import { type Column, counted, cut, duration, momentText, pairs, shown, table, wrapped } from "../../cli/print.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/model/time.ts";

interface Row {
  readonly pool: string;
  readonly warm: number;
  readonly note?: string;
}
const COLUMNS: readonly Column<Row>[] = [
  { title: "POOL", of: ({ pool }) => pool },
  { title: "WARM", of: ({ warm }) => warm },
  { title: "NOTE", of: ({ note }) => note },
];
const ROWS: readonly Row[] = [
  { pool: "windows-build", warm: 7, note: "new" },
  { pool: "ci", warm: 120 },
];

describe("a table", () => {
  it("sets words left and figures right, and marks what is absent", () => {
    expect(table(COLUMNS, ROWS)).toBe(
      ["POOL           WARM  NOTE", "windows-build     7  new", "ci              120  -"].join("\n"),
    );
  });

  it("counts colours as no characters", () => {
    const [first] = table(COLUMNS, [{ pool: "\u001b[32mci\u001b[39m", warm: 1 }]).split("\n");
    expect(first).toBe("POOL  WARM  NOTE");
  });

  it("leaves out and names what does not fit, rather than wrap", () => {
    expect(table(COLUMNS, ROWS, 20)).toBe(
      [
        "POOL           WARM",
        "windows-build     7",
        "ci              120",
        "(too narrow for NOTE; --json has everything)",
      ].join("\n"),
    );
  });
});

describe("printed values", () => {
  it.each([
    [0, "0.0 s"],
    [3_240, "3.2 s"],
    [MINUTE_MS - 1, "60.0 s"],
    [MINUTE_MS, "1m00s"],
    [4 * MINUTE_MS + 5 * SECOND_MS, "4m05s"],
    [2 * HOUR_MS + 10 * MINUTE_MS, "2h10m"],
  ])("%i ms are %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it("a moment is cut to the second", () => {
    expect(momentText("2026-01-05T09:00:07.123Z")).toBe("2026-01-05 09:00:07Z");
  });

  it("names are aligned one above the other, and those without a value are left out", () => {
    expect(
      pairs([
        ["id", "a"],
        ["private IP", undefined],
        ["uses", 0],
      ]),
    ).toBe("  id    a\n  uses  0");
  });

  it("one is one, and thousands are set apart", () => {
    expect([counted(1, "claim"), counted(2_345, "claim"), counted(2, "entry", "entries")]).toEqual([
      "1 claim",
      "2,345 claims",
      "2 entries",
    ]);
  });

  it("a line is cut to a width, and keeps its colours", () => {
    const green = "\u001b[32mwarm\u001b[39m and ready";
    expect(cut(green, 14)).toBe(green);
    expect(cut(green, 8)).toBe("\u001b[32mwarm\u001b[39m an…");
    expect(cut(green, 3)).toBe("\u001b[32mwa\u001b[39m…");
  });

  it("words are wrapped under the first of them", () => {
    expect(wrapped("EC2   12 calls: RunInstances 4, StopInstances 8", 24, 6)).toBe(
      ["EC2   12 calls:", "      RunInstances 4,", "      StopInstances 8"].join("\n"),
    );
  });

  it("a long value is cut", () => {
    expect(shown("x".repeat(100))).toBe(`"${"x".repeat(58)}…`);
    expect(shown({ a: 1 })).toBe('{"a":1}');
  });
});
