import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Bitten, bite } from "./bite.ts";
import { PLANTED, SUITES } from "./planted.ts";

/** `npm run -s teeth -- [--only N,N,…] [--docs]`: plants mistakes in what is deployed, and says which tests notice each. Exit code 6: one
 *  is not noticed. `--docs` prints `docs/internals/planted-bugs-stacks.md`. */
const { values } = parseArgs({ options: { only: { type: "string" }, docs: { type: "boolean", default: false } } });

const some = values.only?.split(",").map(Number);
const all: Bitten[] = [];
const begun = performance.now();
bite(process.cwd(), some ? PLANTED.filter((_, nth) => some.includes(nth)) : PLANTED, (bitten) => {
  all.push(bitten);
  console.error(`${bitten.noticedBy.length} tests: ${bitten.sentence} (${bitten.noticedBy[0] ?? "nobody noticed"})`);
});
const minutes = Math.ceil((performance.now() - begun) / 60_000);
if (values.docs) writeFileSync("docs/internals/planted-bugs-stacks.md", page());
console.log(`${all.filter(({ noticedBy }) => noticedBy.length > 0).length} of ${all.length} noticed`);
process.exit(all.every(({ noticedBy }) => noticedBy.length > 0) ? 0 : 6);

function page(): string {
  const rows = all.map(
    ({ kind, sentence, file, suite, noticedBy: [first = "nobody", ...others] }) =>
      `| ${kind} | ${sentence} | \`${file}\` | [${suite}](../../${SUITES[suite]}) | ${first}${others.length > 0 ? `, and ${others.length} more` : ""} |`,
  );
  return `# Planted mistakes in the stacks

Mistakes that were planted on purpose in what is deployed, each in its own copy of the tree, and the tests that failed there and not without it.
Printed by \`npm run -s teeth -- --docs\`, which took ${minutes} minutes on a shared machine with two cores: too long for CI, which runs the
tests themselves, and checks that each mistake can still be planted [in its place](../../test/stacks/teeth/planted.ts). Run it when you change tests of the stacks.

${all.filter(({ noticedBy }) => noticedBy.length > 0).length} of ${all.length} noticed.

| area | planted mistake | file | suite | first test to fail |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
