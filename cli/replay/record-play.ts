import { DEMO_POOLS } from "../../local/demo-pools.ts";
import { PLAY_START, type PlayOptions, preparePlay } from "../../local/play.ts";
import { type Ink, ink } from "../../local/replay/ink.ts";
import { recorder } from "../../local/replay/recorder.ts";
import { storedStateOf, writeSnapshot } from "../../local/replay/snapshot.ts";
import type { CommandContext } from "../command-context.ts";
import { type CommandOutcome, unwritable } from "../errors.ts";
import { counted } from "../print.ts";

/** Where a recording goes. */
export interface Files {
  readonly out: string;
  readonly decisions?: string;
  readonly state?: string;
}

/** Plays days at the local cloud as fast as it goes, and writes down what its plane received and decided. */
export async function recordPlay(
  { terminal }: CommandContext,
  files: Files,
  options: PlayOptions,
): Promise<CommandOutcome> {
  const { out, decisions, state } = files;
  const stopped = terminal.stopped();
  const opened: Ink[] = [];
  try {
    const events = open(opened, out);
    const decided = decisions === undefined ? undefined : open(opened, decisions);
    const paper = { event: events.line, decision: (line: string) => decided?.line(line) };
    const play = await preparePlay({
      pools: DEMO_POOLS,
      ...options,
      recorder: recorder(paper, PLAY_START),
      signal: stopped,
    });
    const { violations } = await play.run();
    if (state !== undefined) await writeSnapshot(state, await storedStateOf(play.cloud.ports), play.cloud.clock.now());
    const document = {
      figuresOf: "local cloud, virtual time",
      out,
      events: events.lines(),
      ...(decided && { decisions, decided: decided.lines() }),
      ...(state !== undefined && { state }),
      claims: play.arrivals,
      stoppedEarly: stopped.aborted,
      violations,
    };
    return { kind: "done", document, text: shown(document), ...(violations.length > 0 && { exit: "violated" }) };
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && "path" in error)) throw error;
    const path = String(error.path);
    const field = path === decisions ? "--decisions" : path === state ? "--state" : "--out";
    return unwritable(path, error, field);
  } finally {
    for (const file of opened) file.close();
  }
}

function open(opened: Ink[], path: string): Ink {
  const file = ink(path);
  opened.push(file);
  return file;
}

interface Recorded extends Files {
  readonly events: number;
  readonly decided?: number;
  readonly claims: number;
  readonly stoppedEarly: boolean;
  readonly violations: readonly string[];
}

const shown = ({ out, events, decisions, decided = 0, state, claims, stoppedEarly, violations }: Recorded): string =>
  [
    `${out}: ${counted(events, "event")} of a local cloud, from ${counted(claims, "claim")}`,
    ...(decisions === undefined ? [] : [`${decisions}: ${counted(decided, "decision")}`]),
    ...(state === undefined ? [] : [`${state}: the records as they stand at the end`]),
    ...(stoppedEarly ? ["Stopped early: the files hold what was played."] : []),
    ...violations.map((violation) => `- ${violation}`),
    `Replay it: greenroom replay file ${out}${decisions === undefined ? "" : ` --against ${decisions}`}`,
  ].join("\n");
