import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readPoolFile } from "../../../cli/pool-file.ts";
import type { PoolFile } from "../../../events/requests/pool-file.v1.ts";
import { DEMO_POOLS } from "../../../local/demo-pools.ts";
import { aPool, aTemplate } from "../../builders.ts";
import { writtenPoolFiles } from "../../events/arbitrary-pool-file.ts";
import { greenroom } from "../greenroom.ts";
import { startPlane, startStockedPlane } from "../plane.ts";

/** What a file may not mean is said before it, a line each. */
const UNCHANGED = { exit: 0, out: expect.stringMatching(/^(! .+\n)*Everything is as the file says\.\n$/), err: "" };

/** Applies a text to a plane, as if it came through a pipe. */
const applied = (url: string, text: string) =>
  greenroom(["apply", "-", "--yes", "--url", url], { input: () => Promise.resolve(text) });

describe("greenroom pools --spec", () => {
  it("prints the desired state as a pool file, with every default written out", async () => {
    const { url, run } = await startPlane();
    await applied(url, JSON.stringify(DEMO_POOLS));
    const { out } = await run("pools", "--spec");
    const inTurn = ({ pools, templates }: PoolFile) => ({
      pools: pools.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      templates: templates.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    });
    const read = readPoolFile(out, "printed");
    expect(read.kind === "file" && inTurn(read.file)).toEqual(inTurn(DEMO_POOLS));
    expect(out).toContain("    maxAgeSeconds: 2592000\n");
  });

  it("prints one pool, and the template that it keeps", async () => {
    const { url, runJson } = await startPlane();
    await applied(url, JSON.stringify(DEMO_POOLS));
    expect(await runJson("pools", "linux-ci", "--spec")).toMatchObject({
      exit: 0,
      document: { version: 1, templates: [{ name: "linux-ci" }], pools: [{ id: "linux-ci" }] },
    });
    expect(await runJson("pools", "nowhere", "--spec")).toMatchObject({ exit: 3 });
  });

  it("says of user data its hash, and that it is applied again unchanged", async () => {
    const { url, run } = await startStockedPlane();
    const { out } = await run("pools", "--spec");
    expect(out).toContain("# User data is named by its hash");
    expect(out).not.toContain("powershell");
    expect(await applied(url, out)).toEqual(UNCHANGED);
  });

  it("names the version of a template that has gone on without the pool", async () => {
    const { url, run, ports } = await startStockedPlane();
    await ports.templates.save(aTemplate({ version: 4, types: ["m7i.large"] }));
    const { out } = await run("pools", "--spec");
    expect(parse(out)).toMatchObject({ templates: [{ types: ["m7i.large"] }], pools: [{ templateVersion: 3 }] });
    expect(await applied(url, out)).toEqual(UNCHANGED);
  });

  it("leaves out a pool that is torn down, which applying would bring back", async () => {
    const { url, run, ports } = await startStockedPlane();
    await ports.pools.save(aPool({ version: 2, draining: true }));
    const { out } = await run("pools", "--spec");
    expect(out).toMatch(/^# win-build is torn down and left out/);
    expect(parse(out)).toEqual({ version: 1, templates: [], pools: [] });
    expect(await applied(url, out)).toEqual(UNCHANGED);
    expect(await ports.pools.find("win-build")).toMatchObject({ draining: true });
  });

  it("refuses to print more than a file may have", async () => {
    const { run, ports } = await startPlane();
    for (let n = 0; n < 101; n += 1) await ports.pools.save(aPool({ id: `pool-${n}` }));
    expect(await run("pools", "--spec")).toMatchObject({ exit: 2, err: expect.stringContaining("at most 100") });
  });
});

describe("greenroom pools POOL", () => {
  it("lists the one", async () => {
    const { runJson, ports } = await startStockedPlane();
    await ports.pools.save(aPool({ id: "other" }));
    expect(await runJson("pools", "win-build")).toMatchObject({ document: { pools: [{ id: "win-build" }] } });
  });
});

describe("always", () => {
  it("what was printed of what was applied changes nothing when it is applied", async () => {
    await fc.assert(
      fc.asyncProperty(writtenPoolFiles, async (file) => {
        const { url, run } = await startPlane();
        expect(await applied(url, JSON.stringify(file))).toMatchObject({ exit: 0, err: "" });
        const { out } = await run("pools", "--spec");
        expect(await applied(url, out)).toEqual(UNCHANGED);
      }),
      { numRuns: 30 },
    );
  });
});
