import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { styleText } from "node:util";

/** What a command has of the world around it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a screen that a person looks at; a file or a pipe gets no colours and no redrawing. */
  readonly isScreen: boolean;
  readonly errIsScreen: boolean;
  /** Whether somebody can be asked: stdin is a keyboard. */
  readonly hasKeyboard: boolean;
  /** Characters in a line and lines, as they are now; a file or a pipe has no edge. */
  size(): { readonly columns: number; readonly rows: number };
  out(text: string): void;
  err(text: string): void;
  /** The line that somebody types; empty if they end the input instead. Only with a keyboard. */
  ask(question: string): Promise<string>;
  /** Stdin as text, up to its end or a little past this many bytes. */
  input(bytesMax: number): Promise<string>;
  /** By this machine's clock, ms since 1970. */
  now(): number;
  /** Lets so many ms pass, or less if it is stopped meanwhile. */
  pause(ms: number, stopped: AbortSignal): Promise<void>;
  /** Aborted by Ctrl-C or a request to end, from when it is first asked for. */
  stopped(): AbortSignal;
}

export const nodeTerminal = (env: Terminal["env"]): Terminal => ({
  env,
  isScreen: process.stdout.isTTY === true,
  errIsScreen: process.stderr.isTTY === true,
  hasKeyboard: process.stdin.isTTY === true,
  size: () => ({
    columns: process.stdout.columns ?? Number.POSITIVE_INFINITY,
    rows: process.stdout.rows ?? Number.POSITIVE_INFINITY,
  }),
  out: (written) => process.stdout.write(written),
  err: (written) => process.stderr.write(written),
  ask: (question) =>
    new Promise((resolve) => {
      const asking = createInterface({ input: process.stdin, output: process.stderr });
      asking.once("close", () => resolve(""));
      asking.question(question, (answer) => {
        resolve(answer);
        asking.close();
      });
    }),
  now: () => Date.now(),
  pause: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}),
  input: (bytesMax) => readUpTo(process.stdin, bytesMax),
  stopped: () => {
    const stopping = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
    return stopping.signal;
  },
});

/** A stream as text, up to its end or the first chunk past `bytesMax`: what is too large is never held. */
export async function readUpTo(stream: NodeJS.ReadableStream, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const piece = Buffer.from(chunk);
    chunks.push(piece);
    bytes += piece.length;
    if (bytes > bytesMax) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

type Colour = "green" | "yellow" | "red" | "cyan" | "dim" | "bold";
export type Paint = (colour: Colour, text: string) => string;

/** Colours for a screen, unless NO_COLOR is set (https://no-color.org); the plain text for everything else. */
export const paintFor = ({ isScreen, env }: Pick<Terminal, "isScreen" | "env">): Paint =>
  isScreen && !env.NO_COLOR
    ? (colour, plain) => styleText(colour, plain, { validateStream: false })
    : (_colour, plain) => plain;
