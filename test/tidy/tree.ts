import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** One file of the project, as the rules look at it. */
export interface Source {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments, and with what is between quotes left out: words in it are code. */
  readonly code: string;
  /** The comments alone, on the lines they are on. */
  readonly comments: string;
}

/** What one rule holds against files: each complaint names the file and says what to do instead. Empty: kept. */
export interface Rule {
  readonly name: string;
  check(tree: readonly Source[]): readonly string[];
}

export function source(path: string, text: string): Source {
  const parts = text
    .split(COMMENT_OR_QUOTE)
    .map((part, index) => ({ part, kind: index % 2 === 0 ? "code" : kindOf(part) }));
  return {
    path,
    text,
    code: parts.map(({ part, kind }) => (kind === "code" ? part : kind === "quote" ? '""' : blank(part))).join(""),
    comments: parts.map(({ part, kind }) => (kind === "comment" ? part : blank(part))).join(""),
  };
}

/** Found from the left, so that a quote in a comment and a comment in quotes are both taken for what they are. */
const COMMENT_OR_QUOTE = /(\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/;
const kindOf = (found: string) => (found.startsWith("/") ? "comment" : "quote");
/** Nothing but its line breaks, so that line numbers stay. */
const blank = (text: string): string => text.replaceAll(/[^\n]/g, "");

/** Every TypeScript file there is, committed or not, in the order of their paths. */
export const tree = (root: string): readonly Source[] =>
  readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => !OTHERS.test(name))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(root, entry.name) : [entry.name]))
    .filter((path) => path.endsWith(".ts") && !path.startsWith(BUILT) && !path.endsWith(GENERATED))
    .sort()
    .map((path) => source(path, readFileSync(join(root, path), "utf8")));

/** What `npm run build:events` leaves behind. */
const BUILT = "events/dist/";
/** What SST writes beside every package.json. */
const GENERATED = "sst-env.d.ts";
/** What others wrote, and what tools leave behind. */
const OTHERS = /^(?:node_modules|coverage|reports|\..*)$/;
const filesUnder = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => posix.join(folder, path));

/** Where in a text some pattern is found, as `path:line`. */
export const places = (path: string, text: string, pattern: RegExp): readonly string[] =>
  text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));

/** Every complaint of a rule that looks at one file at a time. */
export const eachOf =
  (judge: (file: Source) => readonly string[]) =>
  (files: readonly Source[]): readonly string[] =>
    files.flatMap(judge);
