import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { StoredState } from "../../../adapters/memory/stored-state.ts";
import { PLAY_START, type PlayOptions, preparePlay } from "../../../local/play.ts";
import { recorder } from "../../../local/replay/recorder.ts";
import { storedStateOf } from "../../../local/replay/snapshot.ts";

/** What a play's plane received and decided, line by line, and what stood at a quiet moment in between. */
export interface Recording {
  readonly events: readonly string[];
  readonly decisions: readonly string[];
  readonly halfway?: { readonly stored: StoredState; readonly events: number; readonly decisions: number };
}

/** An hour and a half with a burst: enough for hits, almost-warm hits and misses. */
const TRACE = `t_s,count\n${[
  ...Array.from({ length: 20 }, (_, at) => `${at * 120},1`),
  "2401,14",
  ...Array.from({ length: 10 }, (_, at) => `${2_700 + at * 60},2`),
].join("\n")}\n`;

/** Plays and records it. `halfway`: seconds from the start from which on a quiet moment is looked for. */
export async function record(changes: Partial<PlayOptions> = {}, halfway?: number): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), "greenroom-recording-"));
  const trace = join(folder, "trace.csv");
  await writeFile(trace, TRACE);
  const events: string[] = [];
  const decisions: string[] = [];
  const paper = { event: (line: string) => events.push(line), decision: (line: string) => decisions.push(line) };
  const play = await preparePlay({
    seed: 7,
    trace,
    days: 0.05,
    recorder: recorder(paper, PLAY_START),
    ...changes,
  });
  await rm(folder, { recursive: true });
  let found: Recording["halfway"];
  const look = (): void =>
    play.cloud.scheduler.after(500, async () => {
      if (!play.cloud.isQuiet()) return look();
      found = { stored: await storedStateOf(play.cloud.ports), events: events.length, decisions: decisions.length };
    });
  if (halfway !== undefined) play.cloud.scheduler.at(PLAY_START + halfway * 1_000, look);
  await play.run();
  return { events, decisions, ...(found && { halfway: found }) };
}

/** Writes lines into a file that is gone when the test is over; its path. */
export async function written(lines: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "greenroom-replay-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "lines.ndjson");
  await writeFile(path, lines.map((line) => `${line}\n`).join(""));
  return path;
}

export const linesIn = async (path: string): Promise<readonly string[]> =>
  (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
