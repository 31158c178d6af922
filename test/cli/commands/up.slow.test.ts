import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DEMO_POOLS, demoPoolsIn } from "../../../local/demo-pools.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "greenroom-up-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const trace = (rows: string): string => {
  const path = join(FOLDER, "trace.csv");
  writeFileSync(path, rows);
  return path;
};
const FEW = "t_s,count\n3600,2\n7200,1\n90000,5\n";

describe("greenroom up", () => {
  it("plays a day, and reports what came of it", async () => {
    const { exit, out } = await greenroom(["up", "--speed", "max", "--trace", trace(FEW)]);
    expect(exit).toBe(0);
    expect(out).toContain("3 arrivals of trace.csv\n");
    expect(out).toMatch(/^linux-ci +\d+ +\d+ /m);
    expect(out).toMatch(/^windows-build +\d+ +\d+ /m);
    expect(out).toMatch(/^Rules {6}none broken$/m);
    expect(out).toContain("these are not measurements of AWS.");
  });

  it("prints one document, the same for the same seed", async () => {
    const args = ["up", "--speed", "max", "--trace", trace(FEW), "--seed", "9"];
    const [first, second] = [await greenroomJson(args), await greenroomJson(args)];
    expect(first.document).toMatchObject({
      figuresOf: "local cloud, virtual time",
      demand: "trace.csv",
      arrivals: 3,
      lost: 0,
      stoppedEarly: false,
      seed: 9,
      violations: [],
    });
    expect(second).toEqual(first);
  });

  it("plays with the pools of a file", async () => {
    const pools = (entries: readonly object[]) => {
      const path = join(FOLDER, "pools.json");
      const [template] = DEMO_POOLS.templates;
      writeFileSync(path, JSON.stringify({ version: 1, templates: [template], pools: entries }));
      return ["up", "--speed", "max", "--trace", trace(FEW), "--pools", path];
    };
    const [entry] = DEMO_POOLS.pools;
    const { document } = await greenroomJson(pools([{ ...entry, id: "mine" }]));
    expect(document).toMatchObject({ pools: [{ id: "mine", claims: 3 }], violations: [] });
    expect((await greenroom(pools([]))).err).toContain("the file has no pools to play with");
    expect((await greenroom(pools([{ ...entry, template: "absent" }]))).err).toContain("wants template absent");
    expect((await greenroom(["up", "--pools", join(FOLDER, "absent.yaml")])).exit).toBe(2);
  });

  it("plays with the pools of one region, whichever it is, and not of two", async () => {
    const [here, far] = [demoPoolsIn("us-gov-west-1"), demoPoolsIn("us-east-1")];
    const path = join(FOLDER, "regions.json");
    const args = ["up", "--speed", "max", "--trace", trace(FEW), "--pools", path];
    writeFileSync(path, JSON.stringify(here));
    expect(await greenroomJson(args)).toMatchObject({ exit: 0, document: { violations: [] } });
    const renamed = far.templates.map((template) => ({ ...template, name: `${template.name}-far` }));
    const [pool] = far.pools;
    const pools = [...here.pools, { ...pool, id: "far", template: `${pool!.template}-far` }];
    writeFileSync(path, JSON.stringify({ version: 1, templates: [...here.templates, ...renamed], pools }));
    expect(await greenroom(args)).toEqual({
      exit: 2,
      out: "",
      err: "greenroom: --pools: pool far is in us-east-1 and windows-build in us-gov-west-1, and a plane has one region\n  Play with the pools of one region.\n",
    });
  });

  it("plays the days, the factor and the batch it is given", async () => {
    const args = [
      "up",
      "--speed",
      "max",
      "--trace",
      trace(FEW),
      "--from-day",
      "1",
      "--bucket",
      "60",
      "--scale",
      "2",
      "--batch",
      "3",
    ];
    const { document } = await greenroomJson(args);
    const { arrivals, pools } = document as { arrivals: number; pools: { claims: number }[] };
    expect(arrivals).toBe(10);
    expect(pools.reduce((sum, { claims }) => sum + claims, 0)).toBe(30);
  });

  it("ends early when it is stopped, and says so", async () => {
    const { exit, out } = await greenroom(["up", "--trace", trace(FEW)], { stopped: () => AbortSignal.abort() });
    expect(exit).toBe(0);
    expect(out).toContain("Stopped early: ");
  });

  it.each([
    {
      args: ["--bucket", "0"],
      err: "option '--bucket <seconds>' argument '0' is invalid. Give a whole number from 1 to 86400.",
    },
    {
      args: ["--scale", "-1"],
      err: "option '--scale <factor>' argument '-1' is invalid. Give a number from 0.0001 to 1000.",
    },
    {
      args: ["--batch", "1.5"],
      err: "option '--batch <claims>' argument '1.5' is invalid. Give a whole number from 1 to 1000.",
    },
    {
      args: ["--from-day", "x"],
      err: "option '--from-day <day>' argument 'x' is invalid. Give a whole number from 0 to 10000.",
    },
    {
      args: ["--days", "1e9"],
      err: "option '--days <days>' argument '1e9' is invalid. Give a whole number from 1 to 366.",
    },
    {
      args: ["--speed", "fast"],
      err: "option '--speed <times>' argument 'fast' is invalid. Give a number from 1 to 100000, or max.",
    },
    {
      args: ["--seed", ""],
      err: "option '--seed <number>' argument '' is invalid. Give a whole number from 0 to 4294967295.",
    },
    { args: ["--lose", "2"], err: "option '--lose <part>' argument '2' is invalid. Give a number from 0 to 1." },
    {
      args: ["--serve", "--region", "us-east"],
      err: "option '--region <region>' argument 'us-east' is invalid. Give a region, such as eu-central-1.",
    },
    {
      args: ["--serve", "--port", "70000"],
      err: "option '--port <port>' argument '70000' is invalid. Give a whole number from 0 to 65535.",
    },
  ])("refuses $args", async ({ args, err }) => {
    const fix = "  See greenroom --help.\n";
    expect(await greenroom(["up", ...args])).toEqual({ exit: 2, out: "", err: `greenroom: ${err}\n${fix}` });
  });

  it.each([
    {
      args: ["--serve", "--days", "2"],
      err: "--days: it belongs to a play, and --serve plays nothing\n  Leave out one of the two.",
    },
    {
      args: ["--from-day", "2"],
      err: "--from-day: it belongs to a trace, and none is given\n  Name one with --trace.",
    },
    { args: ["--port", "1"], err: "--port: it belongs to --serve\n  Add --serve." },
    {
      args: ["--region", "us-east-1"],
      err: "--region: it belongs to --serve: a play is where its pools are\n  Add --serve, or name a file with --pools.",
    },
    {
      args: ["--serve", "--wire"],
      err: "--wire: it belongs to a play, and --serve plays nothing\n  Leave out one of the two.",
    },
  ])("refuses $args together", async ({ args, err }) => {
    expect(await greenroom(["up", ...args])).toEqual({ exit: 2, out: "", err: `greenroom: ${err}\n` });
  });

  it.each([
    {
      name: "no trace",
      rows: "a,b\n",
      err: /^greenroom: --trace: .*trace\.csv, line 1: expected the header t_s,count, found "a,b"\n {2}A trace is CSV: /,
    },
    { name: "a trace out of order", rows: "t_s,count\n5,1\n4,1\n", err: /line 3: time 4 does not come after 5/ },
    {
      name: "no arrivals on that day",
      rows: "t_s,count\n90000,1\n",
      err: /has no arrivals from day 0 on, for a day\n {2}Choose other days with --from-day/,
    },
  ])("refuses a file that holds $name", async ({ rows, err }) => {
    const ran = await greenroom(["up", "--trace", trace(rows)]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toMatch(err);
  });

  it("refuses a trace that is not there", async () => {
    const ran = await greenroom(["up", "--trace", join(FOLDER, "none.csv")]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toMatch(/^greenroom: --trace: ".*none\.csv" is not there\n/);
  });
});
