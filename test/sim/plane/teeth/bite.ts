import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlantedBug } from "./planted-bug.ts";

/** What a copy of the tree needs to play. */
const PARTS = [
  "core",
  "events",
  "adapters",
  "functions",
  "local",
  "test/sim/plane",
  "test/builders.ts",
  "test/core/forecast/demand.ts",
  "package.json",
];
/** Seeds in which a bug must show, and the hours of each. */
export const SEEDS_MAX = 24;
export const HOURS = 2;
const WAIT_MS = 5 * 60_000;

export interface Bitten {
  readonly sentence: string;
  readonly file: string;
  /** The profile of faults that it was played under, and the seed of the world it showed in. */
  readonly faults: string;
  readonly world?: number;
  /** In which of the seeds played it showed first, from 1 on; undefined: in none. */
  readonly seed?: number;
  /** What was broken there, or that the plane could not go on. */
  readonly showed: string;
}

/** Plants one bug after the other into a copy of the tree, and plays seeds there until it shows. */
export function bite(root: string, planted: readonly PlantedBug[], onBitten: (bitten: Bitten) => void): void {
  const copy = mkdtempSync(join(tmpdir(), "greenroom-teeth-"));
  try {
    for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    if (play(copy, "1..1", "storm").status !== 0)
      throw new Error("the copy cannot play without a bug: has PARTS all it needs?");
    for (const bug of planted) {
      const path = join(copy, bug.file);
      const healthy = readFileSync(path, "utf8");
      writeFileSync(path, infected(healthy, bug));
      onBitten(played(copy, bug));
      writeFileSync(path, healthy);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The file with the bug in it. Throws if its place is not there, or more than once. */
export function infected(healthy: string, { file, find, replace }: PlantedBug): string {
  const places = healthy.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places like this, not one: ${find}`);
  return healthy.replace(find, () => replace);
}

function played(copy: string, { sentence, file, faults = "storm", from = 1 }: PlantedBug): Bitten {
  const of = { sentence, file, faults };
  const { status, stdout } = play(copy, `${from}..${from + SEEDS_MAX - 1}`, faults);
  if (status === 0) return { ...of, showed: "nothing" };
  if (status !== 6) return { ...of, seed: 1, showed: status === null ? "it never ends" : "the plane cannot run" };
  const { violations } = JSON.parse(stdout) as { violations: { seed: number; breaches: { rule: string }[] }[] };
  const [first] = violations;
  return {
    ...of,
    ...(first && { seed: first.seed - from + 1, world: first.seed }),
    showed: first?.breaches[0]?.rule ?? "nothing",
  };
}

const play = (copy: string, seeds: string, faults: string) =>
  spawnSync(
    process.execPath,
    [
      ...["test/sim/plane/main.ts", "--seeds", seeds, "--hours", String(HOURS)],
      ...["--faults", faults, "--until-broken", "--json"],
    ],
    { cwd: copy, encoding: "utf8", timeout: WAIT_MS, maxBuffer: 64 * 1_024 * 1_024 },
  );
