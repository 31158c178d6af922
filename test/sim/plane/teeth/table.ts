import { type Bitten, HOURS, SEEDS_MAX } from "./bite.ts";

/** What the simulator found of the planted bugs, as a page. */
export const table = (all: readonly Bitten[]): string => `# Teeth

Bugs that were planted on purpose, each in a copy of the tree, and in which of ${SEEDS_MAX} worlds (${HOURS} simulated hours each, under the profile \`storm\`, or \`none\` for what shows where nothing goes wrong) the
simulator noticed it first. Printed by \`npm run -s sim -- --teeth\`; the bugs stand in [test/sim/plane/teeth](../test/sim/plane/teeth).

${all.filter(({ seed }) => seed !== undefined).length} of ${all.length} found.

| the broken plane | in | worlds played until found | what showed |
|---|---|---|---|
${all.map(({ sentence, file, seed, showed }) => `| ${sentence} | \`${file}\` | ${seed ?? `not in ${SEEDS_MAX}`} | ${showed} |`).join("\n")}
`;
