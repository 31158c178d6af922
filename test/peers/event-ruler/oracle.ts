import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JARS, java } from "../installed.ts";
import type { Pair } from "./random-pairs.ts";

/** Whether a pattern wants an event, or is none. */
export type Answer = "true" | "false" | "invalid";

const MATCHER = fileURLToPath(new URL("Matcher.java", import.meta.url));
/** Of all answers together, in bytes. */
const ANSWERS_MAX = 2 ** 26;

/** What event-ruler says of each pair, by the pair. Ask for everything at once: Java takes its time to start. */
export function askEventRuler(pairs: readonly Pair[]): ReadonlyMap<Pair, Answer> {
  const input = pairs.map(({ pattern, event }) => `${JSON.stringify({ pattern, event })}\n`).join("");
  const args = ["-cp", join(JARS.into, "*"), MATCHER];
  const { stdout, stderr } = spawnSync(java, args, { input, encoding: "utf8", maxBuffer: ANSWERS_MAX });
  const lines = stdout.trimEnd().split("\n");
  if (lines.length !== pairs.length) throw new Error(`event-ruler answered ${lines.length} lines: ${stderr}`);
  return new Map(pairs.map((pair, nth) => [pair, lines[nth]?.split(":")[0] as Answer]));
}
