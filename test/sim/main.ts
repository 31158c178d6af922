import { playWorld } from "./world.ts";

/** `node test/sim/main.ts [worlds] [first seed]`: plays that many worlds, and prints what was broken and what was found. */
const [worlds = 1_000, first = 1] = process.argv.slice(2).map(Number);
const began = performance.now();
const found: Record<string, number> = {};
let broken = 0;
for (let seed = first; seed < first + worlds; seed += 1) {
  const played = await playWorld(seed);
  for (const [kind, count] of Object.entries(played.findings)) found[kind] = (found[kind] ?? 0) + count;
  if (played.broken.length > 0) {
    broken += 1;
    console.log(
      `${seed} (${played.deceit}, orphans ${played.orphans}, ${played.claims} claims):\n  ${played.broken.join("\n  ")}`,
    );
  }
}
console.log(`${worlds} worlds, ${broken} broken, ${Math.round((performance.now() - began) / 1_000)} s`);
console.log(JSON.stringify(found));
