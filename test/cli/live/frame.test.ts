import { describe, expect, it } from "vitest";
import { frame, line } from "../../../cli/live/frame.ts";
import { widthOf } from "../../../cli/print.ts";
import { paintFor } from "../../../cli/terminal.ts";
import { aPool, EPOCH } from "../../builders.ts";
import { aReport, aView } from "./a-view.ts";

const plain = paintFor({ isScreen: false, env: {} });
const coloured = paintFor({ isScreen: true, env: {} });

describe("the picture of a play", () => {
  it("fits 80 columns", () => {
    expect(frame(aView(), { columns: 80, rows: 24 }, plain)).toEqual([
      "Greenroom  Mon 05 Jan 15:00  █████████████░░░░░░░ 62 %",
      "At a local cloud, not AWS: the built-in generator, seed 7, × 1440",
      "",
      "POOL       WARM OF TARGET  PREPARING  STARTING  IN USE  WAITING  QUARANTINED",
      "win-build  ████████░░ 3/4          0         0       1        1            0",
      "in a wider terminal: RETIRING",
      "",
      "POOL       CLAIMS  HITS  ALMOST WARM  MISSES  FAILED  HAND-OVER p50/p99",
      "win-build     106   101            3       2       0  49.4 s/1m10s",
      "in a wider terminal: COLD START p50/p99, MEAN IDLE, LAUNCHES, TERMINATED",
      "",
      "Hand-over times, newest right: ▁ < 5 s, █ > 5 min; yellow almost warm, red miss",
      "▁▅█",
      "",
      "1,636 EC2 calls, 3,220 notices, 0 claims failed, 0 violations",
      "",
      "09:00:01  i-00000000000000001         parking → warm            EC2 says stopped",
      "09:00:02  i-00000000000000002         parking → warm            EC2 says stopped",
      "09:00:03  i-00000000000000003         parking → warm            EC2 says stopped",
    ]);
  });

  it("has room for more figures in 120 columns", () => {
    const lines = frame(aView(), { columns: 120, rows: 40 }, plain);
    expect(lines.slice(6, 9)).toEqual([
      "POOL       CLAIMS  HITS  ALMOST WARM  MISSES  FAILED  HAND-OVER p50/p99  COLD START p50/p99  MEAN IDLE  LAUNCHES",
      "win-build     106   101            3       2       0  49.4 s/1m10s       4m05s/5m19s              7.63       114",
      "in a wider terminal: TERMINATED",
    ]);
  });

  it.each([
    { columns: 40, rows: 10 },
    { columns: 80, rows: 16 },
    { columns: 120, rows: 24 },
  ])("never wraps and never scrolls in $columns × $rows", ({ columns, rows }) => {
    const lines = frame(aView(), { columns, rows }, coloured);
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
  });

  it("shows the newest notices where there is no room for all", () => {
    const lines = frame(aView(), { columns: 120, rows: 16 }, plain);
    expect(lines.at(-1)).toMatch(/^09:00:03 {2}i-00000000000000003/);
    expect(lines.join("\n")).not.toContain("09:00:02");
  });

  it("colours a broken rule red", () => {
    const lines = frame(
      aView(aReport({ violations: ["one holder: i-1 has two"] })),
      { columns: 80, rows: 24 },
      coloured,
    );
    expect(lines.join("\n")).toContain("\u001b[31m1 violation\u001b[39m");
  });

  it("is plain where NO_COLOR is set", () => {
    const lines = frame(aView(), { columns: 80, rows: 24 }, paintFor({ isScreen: true, env: { NO_COLOR: "1" } }));
    expect(lines.join("\n")).not.toContain("\u001b");
  });

  it("names no target where a forecast sets it from moment to moment", () => {
    const view = aView();
    const policy = { on: true, hit: 0.95, min: 0, timeZone: "UTC", calendar: [] };
    view.board.observe({ kind: "written", written: { kind: "pool", after: aPool({ forecast: policy }) } }, EPOCH);
    expect(frame(view, { columns: 120, rows: 40 }, plain).join("\n")).toMatch(/^win-build +3, forecast /m);
    expect(line(view)).toContain("win-build 3 warm");
  });

  it("is one line in a log", () => {
    expect(line(aView())).toBe(
      "Mon 05 Jan 15:00 62 %; 106 claims: 101 hits, 3 near, 2 misses; win-build 3/4 warm; 0 violations",
    );
  });
});
