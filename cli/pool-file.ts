import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type * as z from "zod";
import { REQUEST_BYTES_MAX } from "../core/model/limits.ts";
import { expectation } from "../events/expectation.ts";
import { type PoolFile, poolFile } from "../events/requests/pool-file.v1.ts";
import { badInput, type CommandOutcome, type InputProblem } from "./errors.ts";

/** A pool file, or what is wrong with it. */
export type ReadPoolFile =
  | { readonly kind: "file"; readonly file: PoolFile }
  | Extract<CommandOutcome, { kind: "failed" }>;

/** Reads a pool file's text, YAML or JSON (which is YAML too), and holds it against the contract. Never throws.
 *  Every problem is reported at once, with its field, value and line. `name` is what messages call the file. */
export function readPoolFile(text: string, name: string): ReadPoolFile {
  if (Buffer.byteLength(text) > REQUEST_BYTES_MAX) return tooLarge(name);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({
      field: "text",
      line: lineAt(pos[0]),
      message,
    }));
    return badInput("malformed", `${name} is neither YAML nor JSON`, { problems });
  }
  const value = plain(() => document.toJS());
  if (value.kind === "broken") return badInput("malformed", `${name} cannot be resolved: ${value.message}`);
  const held = poolFile.safeParse(value.is, { error: expectation });
  if (!held.success) {
    const problems = held.error.issues
      .flatMap((issue) => problemsOf(issue, value.is))
      .map(({ path, ...problem }): InputProblem => {
        const offset = offsetOf(document.contents, path);
        return { ...problem, ...(offset !== undefined && { line: lineAt(offset) }) };
      })
      .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    return badInput(
      "bad-pool-file",
      `${name} has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}`,
      { problems },
    );
  }
  return Buffer.byteLength(JSON.stringify(held.data)) > REQUEST_BYTES_MAX
    ? tooLarge(`${name}, written out with its defaults,`)
    : { kind: "file", file: held.data };
}

const tooLarge = (name: string) =>
  badInput("too-large", `${name} is larger than ${REQUEST_BYTES_MAX} bytes`, {
    fix: "Split it: pools that a file does not name stay as they are.",
  });

/** Aliases are resolved only here: an unknown one, or a bomb of them, is an error of the library's. */
function plain(resolve: () => unknown): { kind: "value"; is: unknown } | { kind: "broken"; message: string } {
  try {
    return { kind: "value", is: resolve() };
  } catch (error) {
    return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
  }
}

type Path = readonly PropertyKey[];

/** An unknown field is a problem of its own; everything else is one problem at its path. */
function problemsOf(issue: z.core.$ZodIssue, root: unknown): readonly (InputProblem & { path: Path })[] {
  const paths: Path[] =
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  const message = issue.code === "invalid_format" ? `must be ${issue.message}` : issue.message;
  return paths.map((path) => {
    const value = path.at(-1) === "userData" ? beginning(valueAt(root, path)) : valueAt(root, path);
    return { path, field: path.map(String).join(".") || "file", message, ...(value !== undefined && { value }) };
  });
}

/** A boot script may hold secrets, and what a command prints may be kept: only how it begins. */
const beginning = (script: unknown): unknown =>
  typeof script === "string" && script.length > BEGINNING_LENGTH ? `${script.slice(0, BEGINNING_LENGTH)}…` : script;
const BEGINNING_LENGTH = 20;

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );

/** Where a field begins in the text: at its key, at its entry, or, if it is missing, at the nearest thing that holds it. */
function offsetOf(root: Node | null, path: Path): number | undefined {
  let at = root?.range?.[0];
  let node: unknown = root;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
      if (!pair) return at;
      at = isNode(pair.key) ? pair.key.range?.[0] : at;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      at = isNode(node) ? node.range?.[0] : at;
    } else return at;
  }
  return at;
}
