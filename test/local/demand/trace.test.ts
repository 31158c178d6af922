import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseTrace, readTrace, TraceError } from "../../../local/demand/trace.ts";

describe("a trace", () => {
  test("is read row by row, whatever ends its lines", () => {
    const rows = [
      { atSeconds: 0, count: 3 },
      { atSeconds: 300, count: 0 },
    ];
    expect(parseTrace("t_s,count\n0,3\n300,0\n", "a.csv")).toEqual(rows);
    expect(parseTrace("t_s,count\r\n0,3\r\n300,0", "a.csv")).toEqual(rows);
  });

  test("may be empty but for its header", () => expect(parseTrace("t_s,count\n", "a.csv")).toEqual([]));

  test("is read from a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "greenroom-trace-"));
    const path = join(folder, "day.csv");
    await writeFile(path, "t_s,count\n7,1\n");
    expect(await readTrace(path)).toEqual([{ atSeconds: 7, count: 1 }]);
    await rm(folder, { recursive: true });
  });

  test.each([
    ["", 1, 'expected the header t_s,count, found ""'],
    ["time,count\n0,1", 1, 'expected the header t_s,count, found "time,count"'],
    ["t_s,count\n0,1\n1.5,1", 3, 'expected two whole numbers such as 300,12, found "1.5,1"'],
    ["t_s,count\n0", 2, 'expected two whole numbers such as 300,12, found "0"'],
    ["t_s,count\n0,-1", 2, 'expected two whole numbers such as 300,12, found "0,-1"'],
    ["t_s,count\n0,1\n\n5,1", 3, 'expected two whole numbers such as 300,12, found ""'],
    ["t_s,count\n60,1\n60,1", 3, "time 60 does not come after 60, the one before"],
    ["t_s,count\n60,1\n0,1", 3, "time 0 does not come after 60, the one before"],
  ])("that is wrong (%j) is refused with line %i and why", (text, line, why) => {
    const read = () => parseTrace(text, "a.csv");
    expect(read).toThrow(TraceError);
    expect(read).toThrow(expect.objectContaining({ line, message: `a.csv, line ${line}: ${why}` }));
  });
});
