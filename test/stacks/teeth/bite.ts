import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { infected } from "../../sim/plane/teeth/bite.ts";
import { type Planted, SUITES, type Suite } from "./planted.ts";

/** What a copy of the tree needs for the tests of the stacks. */
const PARTS = [
  "core",
  "events",
  "adapters",
  "functions",
  "stacks",
  "test",
  "sst.config.ts",
  "package.json",
  "vitest.config.ts",
  "tsconfig.json",
];
/** What is too large to copy. */
const LINKED = ["node_modules", ".sst"];
const WAIT_MS = 10 * 60_000;

export interface Bitten extends Planted {
  /** The tests that fail with the mistake and not without it; none: nobody noticed. */
  readonly noticedBy: readonly string[];
}

/** Plants one mistake after the other into a copy of the tree, and runs there the tests that are to notice. */
export function bite(root: string, planted: readonly Planted[], onBitten: (bitten: Bitten) => void): void {
  const copy = mkdtempSync(join(tmpdir(), "greenroom-stacks-teeth-"));
  try {
    for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
    for (const part of LINKED) symlinkSync(join(root, part), join(copy, part));
    const healthy = new Map<Suite, readonly string[]>();
    for (const mistake of planted) {
      const { suite, file } = mistake;
      const before = healthy.get(suite) ?? failing(copy, suite);
      healthy.set(suite, before);
      const path = join(copy, file);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, infected(text, mistake));
      const noticedBy = failing(copy, suite).filter((test) => !before.includes(test));
      writeFileSync(path, text);
      onBitten({ ...mistake, noticedBy });
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** The tests of a suite that fail. Throws when none ran: SST's components are missing, or the copy is. */
function failing(copy: string, suite: Suite): readonly string[] {
  const report = join(copy, "report.json");
  const vitest = join(copy, "node_modules/vitest/vitest.mjs");
  const flags = [
    "run",
    ...["--project", "fast", "--project", "slow"],
    "--maxWorkers=1",
    "--reporter=json",
    `--outputFile=${report}`,
    SUITES[suite],
  ];
  const { stderr } = spawnSync(process.execPath, [vitest, ...flags], {
    cwd: copy,
    encoding: "utf8",
    timeout: WAIT_MS,
    env: { ...process.env, CI: "true" },
  });
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  rmSync(report);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  if (!tests.some(({ status }) => status === "passed")) throw new Error(`no test of ${suite} passes: ${stderr}`);
  return tests.flatMap(({ fullName, status }) => (status === "failed" ? [fullName] : []));
}
