import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { circles } from "./circles.ts";
import { namesDefinedTwice } from "./names.ts";
import { LINES_MAX, linesOf } from "./shape.ts";
import { type Source, tree } from "./tree.ts";

/** `node test/tidy/numbers.ts [--at REV]`: prints what the tree amounts to, as it is or as a commit has it, as one JSON document. */
const { values } = parseArgs({ options: { at: { type: "string" } } });
console.log(JSON.stringify(numbersOf(values.at === undefined ? tree(process.cwd()) : treeAt(values.at)), null, 2));

function numbersOf(files: readonly Source[]) {
  const [tests, sources] = [true, false].map((wanted) =>
    files.filter(({ path }) => path.startsWith("test/") === wanted),
  ) as [Source[], Source[]];
  const lines = (of: readonly Source[]): number => of.reduce((sum, file) => sum + linesOf(file), 0);
  return {
    source: { files: sources.length, lines: lines(sources) },
    test: { files: tests.length, lines: lines(tests) },
    namesDefinedTwice: namesDefinedTwice(files).map(([name, paths]) => `${name}: ${paths.join(", ")}`),
    filesOver250Lines: files.filter((file) => linesOf(file) > LINES_MAX).map(({ path }) => path),
    circles: circles(files).map((group) => group.join(", ")),
  };
}

/** The files of a commit. Throws if git does not know it. */
function treeAt(rev: string): readonly Source[] {
  const folder = mkdtempSync(join(tmpdir(), "greenroom-numbers-"));
  try {
    const archive = join(folder, "tree.tar");
    execFileSync("git", ["archive", `--output=${archive}`, rev]);
    execFileSync("tar", ["-xf", archive, "-C", folder]);
    return tree(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
