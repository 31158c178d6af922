import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generatedTrace } from "../../../local/demand/generator.ts";
import { streams } from "../../../local/random.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";

describe("greenroom simulate", () => {
  let folder = "";
  let trace = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "simulate-"));
    trace = join(folder, "demand.csv");
    const rows = generatedTrace(9, streams(1)).map(({ atSeconds, count }) => `${atSeconds},${count}`);
    await writeFile(trace, ["t_s,count", ...rows, ""].join("\n"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("reports hit rate and overhead, of the policy and of what it is held against", async () => {
    const { exit, document } = await greenroomJson([
      "simulate",
      "--trace",
      trace,
      "--lead",
      "300",
      "--hit",
      "0.95",
      "--price",
      "0.5",
    ]);
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      trace: "demand.csv",
      leadSeconds: 300,
      hitTarget: 0.95,
      policy: "forecast",
      seed: 1,
      evaluatedDays: expect.closeTo(6, 1),
      hitRate: expect.any(Number),
      launchesPerClaim: expect.any(Number),
      missWaitSeconds: { mean: expect.any(Number), p99: expect.any(Number) },
      bestStatic: { n: expect.any(Number), overheadAtEqualHit: expect.any(Number) },
      oracleRate: { overheadAtEqualHit: expect.any(Number) },
      usdPerDay: { policy: expect.any(Number) },
    });
    const { overhead, ratioToStatic, bestStatic } = document as {
      overhead: number;
      ratioToStatic: number;
      bestStatic: { overheadAtEqualHit: number };
    };
    expect(ratioToStatic).toBeCloseTo(overhead / bestStatic.overheadAtEqualHit, 2);
  });

  it("is the same for the same seed", async () => {
    const once = await greenroom(["simulate", "--trace", trace, "--lead", "60", "--scale", "0.8", "--seed", "7"]);
    expect(await greenroom(["simulate", "--trace", trace, "--lead", "60", "--scale", "0.8", "--seed", "7"])).toEqual(
      once,
    );
    expect(once.out).toContain("launches per claim");
  });

  it("writes a target for each minute, and a page that needs nothing else", async () => {
    const [csv, html] = [join(folder, "targets.csv"), join(folder, "page.html")];
    const { exit, out } = await greenroom([
      ...["simulate", "--trace", trace, "--lead", "300", "--compare", "--targets", csv, "--html", html],
    ]);
    expect(exit).toBe(0);
    expect(out).toContain("clairvoyant-rate");
    const lines = (await readFile(csv, "utf8")).trimEnd().split("\n");
    const lastSecond = Number((await readFile(trace, "utf8")).trimEnd().split("\n").at(-1)?.split(",")[0]);
    expect(lines).toHaveLength(1 + Math.ceil((lastSecond + 1) / 60));
    expect(lines.slice(0, 2)).toEqual(["minute,target", "0,3"]);
    const page = await readFile(html, "utf8");
    expect(page.match(/<svg/g)).toHaveLength(3);
    expect(page).toContain("overhead, instances");
    expect(page).not.toMatch(/<script|(?:src|href)=|NaN|Infinity/);
  });

  it.each([
    ["--lead", "0", /--lead <seconds>.*'0'.*whole number from 1 to 7200/],
    ["--hit", "1.5", /--hit <part>.*'1\.5'.*from 0\.5 to 0\.9999/],
    ["--policy", "luck", /--policy <name>.*'luck'.*Allowed choices are static/],
  ])("refuses %s %s, and says what would be right", async (flag, value, message) => {
    const { exit, err } = await greenroom(["simulate", "--trace", trace, "--lead", "300", flag, value]);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
  });

  it("refuses a trace that is none, one that is not there, and a warm-up without an end", async () => {
    const bad = join(folder, "bad.csv");
    await writeFile(bad, "t_s,count\n5,x\n");
    const refused = async (...args: readonly string[]) => (await greenroom(["simulate", "--lead", "300", ...args])).err;
    expect(await refused("--trace", bad)).toContain('line 2: expected two whole numbers such as 300,12, found "5,x"');
    expect(await refused("--trace", join(folder, "none.csv"))).toContain("is not there");
    expect(await refused("--trace", trace, "--warmup-days", "9")).toContain(
      "--warmup-days: 9 days of warm-up leave nothing",
    );
  });
});
