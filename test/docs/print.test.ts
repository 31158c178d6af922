import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faults, print } from "../../docs/print.ts";

const SCHEMA = "events/schemas/plan-pool.v1.json";
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "greenroom-docs-"));
  cpSync("events/schemas", join(root, "events/schemas"), { recursive: true });
  print(root);
});
afterEach(() => rmSync(root, { recursive: true }));

describe("what is printed from code", () => {
  it("is without fault once it is written, and writing it again changes nothing", () => {
    expect(faults(root)).toEqual([]);
    expect(print(root)).toEqual([]);
  });

  it.each([
    "docs/state-machine.md",
    "docs/use/events.md",
    "docs/use/asyncapi.json",
    "docs/use/reasons.md",
    "docs/use/pool-file.schema.json",
  ])("names %s when it is stale, and mends it", (path) => {
    writeFileSync(join(root, path), "old\n");
    expect(faults(root)).toEqual([`${path} is stale: run \`npm run docs\` and commit what it writes.`]);
    expect(print(root)).toEqual([path]);
    expect(faults(root)).toEqual([]);
  });

  it("names a page whose printed section is stale, and mends that alone", () => {
    writeFileSync(join(root, "README.md"), "by hand\n<!-- printed: commands -->\nold\n<!-- end: commands -->\n");
    expect(faults(root)).toEqual(["README.md is stale: run `npm run docs` and commit what it writes."]);
    expect(print(root)).toEqual(["README.md"]);
    expect(readFileSync(join(root, "README.md"), "utf8")).toMatch(/^by hand\n<!-- printed: commands -->\n\| command /);
    expect(faults(root)).toEqual([]);
  });

  it("names what is missing", () => {
    rmSync(join(root, "docs/use/reasons.md"));
    expect(faults(root)).toEqual(["docs/use/reasons.md is missing: run `npm run docs` and commit what it writes."]);
  });

  it("never writes over a schema that others may rely on", () => {
    writeFileSync(join(root, SCHEMA), "{}\n");
    expect(print(root)).toEqual([]);
    expect(readFileSync(join(root, SCHEMA), "utf8")).toBe("{}\n");
    expect(faults(root)).toEqual([expect.stringMatching(/plan-pool\.v1\.json says something else than its contract/)]);
  });

  it("names a schema whose contract is gone", () => {
    writeFileSync(join(root, "events/schemas/plan-pool.v0.json"), "{}\n");
    expect(faults(root)).toEqual([expect.stringMatching(/plan-pool\.v0\.json has no contract/)]);
  });
});
