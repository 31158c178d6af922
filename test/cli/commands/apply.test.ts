import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { REQUEST_BYTES_MAX } from "../../../core/model/limits.ts";
import { greenroom } from "../greenroom.ts";
import { startPlane } from "../plane.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "greenroom-apply-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const FILE = join(FOLDER, "pools.yaml");
const POOLS = `version: 1
templates:
  - name: linux
    os: linux
    images: { eu-west-1: ami-0a1b2c3d4e5f60718 }
    types: [m7i.large]
    subnets: { eu-west-1a: subnet-0aaa0000000000001 }
    ready: { by: ec2-state }
pools:
  - id: ci
    template: linux
    region: eu-west-1
    target: { stopped: 2 }
    max: { instances: 5 }
`;
writeFileSync(FILE, POOLS);
const changed = (text: string): string => {
  const path = join(FOLDER, "changed.yaml");
  writeFileSync(path, text);
  return path;
};

describe("greenroom apply", () => {
  it("warns of a deadline that acts before what it waits for is retried", async () => {
    const { run } = await startPlane();
    const short = changed(`${POOLS}    deadlines: { handingOverSeconds: 120 }\n`);
    expect((await run("apply", short, "--dry-run")).out).toContain(
      "deadlines.handingOverSeconds is 120, but one of the actions whose invocation was lost is retried after 360 s",
    );
    expect((await run("apply", FILE, "--dry-run")).out).not.toContain("is retried after");
  });

  it("shows warnings after the differences, and applies all the same", async () => {
    const { run, runJson, ports } = await startPlane();
    const odd = changed(POOLS.replace("types: [m7i.large]", "types: [m7i.large, m7i.large]"));
    const line =
      '! templates.linux.types.1 is "m7i.large", which is named before: that counts. Take it away.\n2 changes applied.\n';
    const { exit, out } = await run("apply", odd, "--yes");
    expect({ exit, end: out.slice(-line.length) }).toEqual({ exit: 0, end: line });
    await expect(ports.pools.find("ci")).resolves.toBeDefined();
    expect(await run("apply", odd)).toMatchObject({
      out: `${line.replace("2 changes applied.", "Everything is as the file says.")}`,
    });
    const { document } = await runJson("apply", odd, "--dry-run");
    expect(document).toMatchObject({
      warnings: [
        {
          field: "templates.linux.types.1",
          value: "m7i.large",
          message: "which is named before: that counts",
          fix: "take it away",
        },
      ],
    });
  });

  it("makes what the file specifies, after showing what is new", async () => {
    const { run, ports } = await startPlane();
    const { exit, out } = await run("apply", FILE, "--yes");
    expect(exit).toBe(0);
    expect(out).toContain('+ template linux, new\n    name: "linux"\n');
    expect(out).toContain('+ pool ci, new\n    id: "ci"\n');
    expect(out).toMatch(/2 changes applied\.\n$/);
    await expect(ports.pools.find("ci")).resolves.toMatchObject({ target: { stopped: 2 } });
  });

  it("shows what differs, and nothing else", async () => {
    const { run } = await startPlane();
    await run("apply", FILE, "--yes");
    const { out } = await run("apply", changed(POOLS.replace("stopped: 2", "stopped: 3")), "--yes");
    expect(out).toBe("~ pool ci, becomes version 2\n    target.stopped: 2 → 3\n1 change applied.\n");
  });

  it("changes nothing when everything is as the file says", async () => {
    const { run, runJson } = await startPlane();
    await run("apply", FILE, "--yes");
    expect(await run("apply", FILE)).toEqual({ exit: 0, out: "Everything is as the file says.\n", err: "" });
    const { exit, document } = await runJson("apply", FILE);
    expect({ exit, document }).toMatchObject({ exit: 0, document: { applied: false } });
  });

  it("only looks with --dry-run", async () => {
    const { run, ports } = await startPlane();
    const { exit, out } = await run("apply", FILE, "--dry-run");
    expect(exit).toBe(0);
    expect(out).toMatch(/2 changes would be made\.\n$/);
    await expect(ports.pools.list()).resolves.toEqual([]);
  });

  it.each([
    { answer: "y", ends: "2 changes applied.\n", pools: 1 },
    { answer: "YES ", ends: "2 changes applied.\n", pools: 1 },
    { answer: "", ends: "Nothing is applied.\n", pools: 0 },
    { answer: "no", ends: "Nothing is applied.\n", pools: 0 },
  ])("asks somebody at a keyboard, and takes '$answer' at its word", async ({ answer, ends, pools }) => {
    const { url, ports } = await startPlane();
    const questions: string[] = [];
    const { exit, out } = await greenroom(["apply", FILE, "--url", url], {
      hasKeyboard: true,
      ask: async (question) => {
        questions.push(question);
        return answer;
      },
    });
    expect(questions).toEqual(["Apply this? [y/N] "]);
    expect(exit).toBe(0);
    expect(out.endsWith(ends)).toBe(true);
    await expect(ports.pools.list()).resolves.toHaveLength(pools);
  });

  it("applies nothing when there is nobody to ask", async () => {
    const { run, runJson, ports } = await startPlane();
    const { exit, err } = await run("apply", FILE);
    expect(exit).toBe(2);
    expect(err).toBe(
      "greenroom: --yes: nothing is applied: 2 changes would be made, and there is nobody to ask\n  Say --yes to apply without being asked, or --dry-run to look only.\n",
    );
    expect(await runJson("apply", FILE)).toMatchObject({ exit: 2, document: { error: { code: "nobody-to-ask" } } });
    await expect(ports.pools.list()).resolves.toEqual([]);
  });

  it("is one document with every change", async () => {
    const { runJson } = await startPlane();
    const { document } = await runJson("apply", FILE, "--yes");
    expect(document).toMatchObject({
      applied: true,
      changes: [
        { kind: "template", id: "linux", version: 1, isNew: true },
        { kind: "pool", id: "ci", version: 1, isNew: true },
      ],
    });
  });

  it("reads stdin, as JSON as well as YAML", async () => {
    const { url } = await startPlane();
    const input = () => Promise.resolve('{\n\t"version": 1,\n\t"pools": []\n}');
    const { exit, out } = await greenroom(["apply", "-", "--yes", "--url", url], { input });
    expect({ exit, out }).toEqual({ exit: 0, out: "Everything is as the file says.\n" });
  });

  it("reports a template that neither the file nor the plane has", async () => {
    const { run } = await startPlane();
    const alone = changed(`version: 1\n${POOLS.slice(POOLS.indexOf("pools:"))}`);
    await expect(run("apply", alone, "--yes")).resolves.toMatchObject({
      exit: 2,
      err: "greenroom: pools.ci.template: pool ci wants template linux, which neither the file nor the plane has\n  Add it under templates, or name one that exists.\n",
    });
  });

  it.each([
    { path: join(FOLDER, "none.yaml"), why: "is not there" },
    { path: FOLDER, why: "is a directory" },
  ])("reports that a file $why", async ({ path, why }) => {
    const { run } = await startPlane();
    await expect(run("apply", path)).resolves.toMatchObject({
      exit: 2,
      err: `greenroom: FILE: "${path}" ${why}\n  Name a file, or - for stdin.\n`,
    });
  });

  it("stops reading a file that is too large", async () => {
    const { run } = await startPlane();
    const large = changed(`${POOLS}#${"x".repeat(REQUEST_BYTES_MAX)}`);
    await expect(run("apply", large)).resolves.toMatchObject({
      exit: 2,
      err: `greenroom: changed.yaml is larger than ${REQUEST_BYTES_MAX} bytes\n  Split it: pools that a file does not name stay as they are.\n`,
    });
  });
});
