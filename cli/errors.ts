import { shown } from "./print.ts";

/** Exit codes of `greenroom`, for scripts; `greenroom --help` prints this table. */
export const EXIT = {
  done: { code: 0, means: "done" },
  unexpected: { code: 1, means: "unexpected: a fault of greenroom's own" },
  badInput: { code: 2, means: "bad input or usage: the message names the field, the value and the fix" },
  notFound: { code: 3, means: "no such pool, claim, instance or region" },
  refused: { code: 4, means: "refused, or somebody else was first" },
  unreachable: { code: 5, means: "the plane cannot be reached, or cannot answer now" },
  violated: { code: 6, means: "a simulated run broke a promise" },
  leaks: { code: 7, means: "there are instances of ours that no live record accounts for" },
  differs: { code: 8, means: "a replay decided otherwise than was recorded" },
  failing: { code: 9, means: "a check found something failing, or a pool that is torn down still holds something" },
} as const;
export type Exit = keyof typeof EXIT;

/** One thing that is wrong with an input. */
export interface InputProblem {
  /** Dotted path, e.g. `pools.0.max.instances`. */
  readonly field: string;
  /** Of the file, from 1. */
  readonly line?: number;
  readonly value?: unknown;
  /** What is wrong and what would be right, as a clause: "must be at least 1". */
  readonly message: string;
}

/** Why a command did not do what was asked. */
export interface CommandFailure {
  readonly exit: Exit;
  /** For machines, e.g. `unknown-pool`. */
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly fix?: string;
  readonly problems?: readonly InputProblem[];
}

/** What a command ended with: the document `--json` prints and the text everybody else reads. */
export type CommandOutcome =
  | { readonly kind: "done"; readonly document: unknown; readonly text: string; readonly exit?: Exit }
  | { readonly kind: "failed"; readonly failure: CommandFailure };

export const failed = (failure: CommandFailure): { readonly kind: "failed"; readonly failure: CommandFailure } => ({
  kind: "failed",
  failure,
});

export const badInput = (
  code: string,
  message: string,
  more: Pick<CommandFailure, "field" | "fix" | "problems"> = {},
) => failed({ exit: "badInput", code, message, ...more });

/** The failure as people read it: what, then each problem on a line of its own, then what to do. */
export const commandFailureText = ({ field, message, problems = [], fix }: CommandFailure): string =>
  [
    `greenroom: ${field ? `${field}: ` : ""}${message}`,
    ...problems.map((problem) => `  ${problemText(problem)}`),
    ...(fix ? [`  ${fix}`] : []),
  ].join("\n");

const problemText = ({ field, line, value, message }: InputProblem): string => {
  const where = line === undefined ? field : `${field} (line ${line})`;
  return value === undefined ? `${where}: ${message}` : `${where} is ${shown(value)}: ${message}`;
};

/** An unexpected error: a fault of ours, printed with the stack that is needed to find it. */
export const unexpected = (error: unknown): CommandFailure => ({
  exit: "unexpected",
  code: "unexpected",
  message: error instanceof Error ? (error.stack ?? error.message) : String(error),
});

/** Why a file could not be read, as the end of a sentence that begins with its name. */
export function unreadable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return UNREADABLE[code] ?? `cannot be read (${code})`;
}

/** Why a file that was to be written could not be; what is not there is its folder. */
export const unwritable = (path: string, error: unknown, field: string) =>
  badInput("unwritable", `"${path}" cannot be written: its folder ${unreadable(error)}`, {
    field,
    fix: "Name a file in a folder that is there and that you may write to.",
  });

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  EISDIR: "is a directory",
  EACCES: "may not be read by you",
};
