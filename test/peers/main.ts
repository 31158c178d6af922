import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { install } from "./install.ts";
import { peersPage } from "./page.ts";
import { peers } from "./parts.ts";
import { type Case, casesIn } from "./results.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = join(ROOT, "docs/internals/peers.md");
const USAGE = `npm run -s peers                          installs the peers, runs the suites, prints docs/internals/peers.md
npm run -s peers -- install               installs the peers
npm run -s peers -- --check               compares with docs/internals/peers.md instead
npm run -s peers -- --results <report>    takes what a run of all the tests brought, as vitest's reporter json wrote it`;

/** Every test that holds a contract suite against something. */
const holders = (): readonly string[] =>
  globSync("test/**/*.test.ts", { cwd: ROOT }).filter((path) =>
    /^ *held\(/m.test(readFileSync(join(ROOT, path), "utf8")),
  );

function ran(): readonly Case[] {
  const folder = mkdtempSync(join(tmpdir(), "greenroom-peers-"));
  const report = join(folder, "report.json");
  try {
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const args = [vitest, "run", ...holders(), "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ["ignore", 2, 2], env: STRICT });
    if (status !== 0) throw new Error("The suites failed, so nothing was printed.");
    return casesIn(report);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
/** Nothing may be skipped here. */
const STRICT = { ...process.env, CI: "true" };

function compare(page: string): void {
  if (readFileSync(PAGE, "utf8") === page) return;
  throw new Error("docs/internals/peers.md is stale: run `npm run -s peers` and commit what it writes.");
}

/** Does what the arguments ask for; throws a sentence that says what is wrong. */
function main(): void {
  const options = { check: { type: "boolean" }, results: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.some((each) => each !== "install")) throw new Error(USAGE);
  if (values.results === undefined) {
    const missing = install();
    if (missing.length > 0) throw new Error(missing.join("\n"));
  }
  if (positionals.length > 0) return;
  const page = peersPage(values.results === undefined ? ran() : casesIn(values.results), peers());
  if (values.check) compare(page);
  else {
    writeFileSync(PAGE, page);
    console.log("wrote docs/internals/peers.md");
  }
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
