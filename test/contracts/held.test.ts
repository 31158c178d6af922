import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ARGS = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/contracts/held.vitest.config.ts"];

interface Ran {
  readonly title: string;
  readonly ancestorTitles: readonly string[];
  readonly status: string;
  readonly failureMessages: readonly string[];
  readonly meta: { readonly held?: object };
}

const folder = mkdtempSync(join(tmpdir(), "greenroom-held-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What became of the cases in `held.cases.ts`. */
const ran = (): Promise<readonly Ran[]> =>
  new Promise((resolve, reject) => {
    const report = join(folder, "report.json");
    const args = [...ARGS, "--reporter=json", `--outputFile=${report}`];
    execFile(process.execPath, args, { cwd: ROOT }, (_, out, err) => {
      if (!existsSync(report)) return reject(new Error(`${out}${err}`));
      resolve(JSON.parse(readFileSync(report, "utf8")).testResults[0].assertionResults);
    });
  });

test("a listed case must fail, any other must pass, and a listed case must be there", async () => {
  const cases = await ran();
  const outcome = (about: string) =>
    cases
      .filter(({ ancestorTitles }) => ancestorTitles[0] === about)
      .map(({ title, status, failureMessages: [why = ""] }) => [title, status, why.split("\n")[0]]);
  expect(outcome("a divergence that is there")).toEqual([
    ["do not come by a rule that is disabled", "passed", ""],
    ["another case that fails", "failed", expect.stringContaining("expected 1 to be 2")],
    ["another case that passes", "passed", ""],
  ]);
  expect(outcome("a divergence that disappeared")).toEqual([
    ["do not come by a rule that is disabled", "failed", "Error: Expect test to fail"],
  ]);
  expect(outcome("a divergence of no case")).toEqual([
    ["something else", "failed", expect.stringContaining("for cases that are not there: notices on the wire cloud > ")],
  ]);
  expect(cases[0]?.meta.held).toEqual({
    part: "wire cloud",
    suite: "bus",
    divergence: "the wire cloud has no disabled rules, since no rule of ours ever is one",
  });
});
