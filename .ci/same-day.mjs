// Holds two reports of the same day against each other: the same to the byte, something happened, and no promise was broken.
import { deepStrictEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";

const [one, two] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const { violations, pools } = JSON.parse(one);
deepStrictEqual(JSON.parse(two), JSON.parse(one), "the same seed played two different days");
ok(one === two, "the same day was printed in two ways");
deepStrictEqual(violations, [], `promises were broken: ${violations.join("; ")}`);
for (const { id, claims } of pools) ok(claims > 0, `nobody claimed from ${id}`);
console.log(pools.map(({ id, claims }) => `${id}: ${claims} claims`).join(", "));
