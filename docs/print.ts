import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CONTRACTS } from "../events/contracts.ts";
import { schemaFile, schemaOf } from "../events/schema.ts";
import { onlyAdds } from "./print/additions.ts";
import { asyncApi } from "./print/asyncapi.ts";
import { eventsPage } from "./print/events.ts";
import { functionsPage } from "./print/functions.ts";
import { idleCostPage } from "./print/idle-cost.ts";
import { permissionsPage } from "./print/permissions.ts";
import { poolFileSchema } from "./print/pool-file.ts";
import { reasonsPage } from "./print/reasons.ts";
import { retriesPage } from "./print/retries.ts";
import { pagesWithSections } from "./print/sections.ts";
import { stateMachinePage } from "./print/state-machine.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SCHEMAS = "events/schemas";

/** A file that is printed from code. `frozen`: others rely on what it says, so it may gain
 *  fields that can be left out, and nothing else. */
interface Printed {
  readonly path: string;
  readonly text: string;
  readonly frozen: boolean;
}

const printed = (): readonly Printed[] => [
  { path: "docs/state-machine.md", text: stateMachinePage(), frozen: false },
  { path: "docs/use/events.md", text: eventsPage(), frozen: false },
  { path: "docs/use/asyncapi.json", text: asyncApi(), frozen: false },
  { path: "docs/internals/functions.md", text: functionsPage(), frozen: false },
  { path: "docs/operate/permissions.md", text: permissionsPage(), frozen: false },
  { path: "docs/operate/retries.md", text: retriesPage(), frozen: false },
  { path: "docs/operate/idle-cost.md", text: idleCostPage(), frozen: false },
  { path: "docs/use/reasons.md", text: reasonsPage(), frozen: false },
  { path: "docs/use/pool-file.schema.json", text: poolFileSchema(), frozen: false },
  ...CONTRACTS.map((contract) => ({
    path: `${SCHEMAS}/${schemaFile(contract)}`,
    text: `${JSON.stringify(schemaOf(contract), null, 2)}\n`,
    frozen: true,
  })),
];

const printedUnder = (root: string): readonly Printed[] => [
  ...printed(),
  ...pagesWithSections(root).map((page) => ({ ...page, frozen: false })),
];

/** What is wrong with the printed files under `root`, as sentences that say what to do. Empty: nothing. */
export function faults(root: string): readonly string[] {
  const wanted = printedUnder(root);
  const stale = wanted.flatMap((file) => {
    const kept = readIfThere(join(root, file.path));
    if (kept === file.text) return [];
    if (kept === undefined) return [`${file.path} is missing: run \`npm run docs\` and commit what it writes.`];
    return [
      mayReplace(file, kept)
        ? `${file.path} is stale: run \`npm run docs\` and commit what it writes.`
        : changedSchema(file),
    ];
  });
  const orphans = readdirSync(join(root, SCHEMAS))
    .map((name) => `${SCHEMAS}/${name}`)
    .filter((path) => path.endsWith(".json") && !wanted.some((file) => file.path === path))
    .map((path) => `${path} has no contract: keep the contract while anybody may send it, or delete both.`);
  return [...stale, ...orphans];
}

/** Writes what is missing or stale; a frozen file that says something else stays as it is. Returns what it wrote. */
export function print(root: string): readonly string[] {
  const due = printedUnder(root).filter((file) => {
    const kept = readIfThere(join(root, file.path));
    return kept === undefined || (kept !== file.text && mayReplace(file, kept));
  });
  for (const { path, text } of due) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return due.map(({ path }) => path);
}

const mayReplace = ({ text, frozen }: Printed, kept: string): boolean =>
  !frozen || onlyAdds(JSON.parse(kept), JSON.parse(text));

const changedSchema = ({ path }: Printed): string =>
  `${path} says something else than its contract: a changed contract is a new version in a new file. ` +
  "If this version was never released, delete the schema and run `npm run docs`.";

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  if (!process.argv.includes("--check")) for (const path of print(ROOT)) console.log(`wrote ${path}`);
  const wrong = faults(ROOT);
  for (const sentence of wrong) console.error(sentence);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
