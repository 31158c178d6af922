import { run } from "../../cli/program.ts";
import type { Terminal } from "../../cli/terminal.ts";
import { EPOCH } from "../builders.ts";

/** What one command line printed and ended with. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** What a script gives a command: no screen, no keyboard, an empty stdin; a test may bring more. */
export const aTerminal = (changes: Partial<Terminal> = {}): Terminal => ({
  env: {},
  isScreen: false,
  errIsScreen: false,
  hasKeyboard: false,
  size: () => ({ columns: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY }),
  out: () => {},
  err: () => {},
  ask: () => Promise.reject(new Error("nobody is there to be asked")),
  input: () => Promise.resolve(""),
  now: () => EPOCH,
  pause: () => Promise.reject(new Error("nobody lets time pass")),
  stopped: () => new AbortController().signal,
  ...changes,
});

/** Runs a command line. */
export async function greenroom(args: readonly string[], terminal: Partial<Terminal> = {}): Promise<Ran> {
  let [out, err] = ["", ""];
  const listening = aTerminal({
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...terminal,
  });
  const exit = await run(args, listening);
  return { exit, out, err };
}

/** Runs a command line with `--json`; the one document it printed. */
export async function greenroomJson(
  args: readonly string[],
  terminal: Partial<Terminal> = {},
): Promise<{ readonly exit: number; readonly document: unknown }> {
  const { exit, out } = await greenroom([...args, "--json"], terminal);
  return { exit, document: JSON.parse(out) };
}
