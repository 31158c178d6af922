import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { peersPage } from "./page.ts";
import { peers } from "./parts.ts";
import { type Case, casesIn } from "./results.ts";

const folder = mkdtempSync(join(tmpdir(), "greenroom-page-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ran = (title: string, held: object | undefined, status = "passed") => ({
  ancestorTitles: ["about it", "on moto", "a launch"],
  title,
  status,
  meta: held ? { held } : {},
});
const ON_MOTO = { part: "moto", suite: "EC2" };

function report(...results: readonly object[]): string {
  const path = join(folder, "report.json");
  writeFileSync(path, JSON.stringify({ testResults: [{ assertionResults: results }] }));
  return path;
}

describe("the results of a run", () => {
  test("are the cases of contract suites, by what stands below their part, and no other tests", () => {
    const path = report(ran("answers", ON_MOTO), ran("is no contract", undefined));
    expect(casesIn(path)).toEqual([{ ...ON_MOTO, title: "a launch > answers" }]);
  });

  test.each(["failed", "skipped", "pending"])("are none if a case is %s", (status) => {
    expect(() => casesIn(report(ran("answers", ON_MOTO, status)))).toThrow(
      `on moto, EC2: ${status}: a launch > answers`,
    );
  });

  test("are none if two cases have one name: a divergence would be of both", () => {
    expect(() => casesIn(report(ran("answers", ON_MOTO), ran("answers", ON_MOTO)))).toThrow("two cases on moto");
  });
});

describe("the page of the peers", () => {
  const cases: readonly Case[] = [
    { part: "memory", suite: "replays", title: "one" },
    { part: "moto", suite: "EC2", title: "a | b > one", divergence: "it is known" },
    { part: "moto", suite: "EC2", title: "two" },
  ];
  const lines = peersPage(cases, peers()).split("\n");

  test("says how many cases passed where, of how many if not all did", () => {
    expect(lines).toContain("| suite | memory | moto |");
    expect(lines).toContain("| [replays](../../test/contracts/replays.contract.ts) | 1 |  |");
    expect(lines).toContain("| [EC2](../../test/contracts/ec2.contract.ts) |  | 1/2 |");
  });

  test("says where a part differs, and why", () => {
    expect(lines).toContain("| EC2 | a \\| b: one | it is known |");
    expect(lines).not.toContain("### memory");
  });

  test("has every peer with the version that is pinned", () => {
    for (const { name, version } of peers()) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(lines.find((line) => line.startsWith(`| ${name} |`))).toContain(`| ${version} |`);
    }
  });
});
