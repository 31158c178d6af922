import { type Bitten, HOURS, SEEDS_MAX } from "./bite.ts";

/** What the simulator found of the planted bugs, as a page. */
export const table = (all: readonly Bitten[]): string => `# Planted bugs

Bugs that were planted on purpose, each in its own copy of the tree, and in which of ${SEEDS_MAX} worlds (${HOURS} simulated hours each, with the fault profile named beside it; \`none\`: the bug shows
without faults) the simulator first noticed each. Printed by \`npm run -s sim -- --teeth\`; the bugs are in [test/sim/plane/teeth](../../test/sim/plane/teeth).

${all.filter(({ seed }) => seed !== undefined).length} of ${all.length} found.

| planted bug | file | faults, seed | worlds until found | rule that failed |
|---|---|---|---|---|
${all.map(({ sentence, file, faults, world, seed, showed }) => `| ${sentence} | \`${file}\` | \`${faults}\`${world === undefined ? "" : `, ${world}`} | ${seed ?? `not in ${SEEDS_MAX}`} | ${showed} |`).join("\n")}
`;
