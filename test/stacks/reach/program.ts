import { join } from "node:path";
import { parse } from "acorn";
import { build, type Plugin } from "esbuild";

const ROOT = join(import.meta.dirname, "../../..");

/** A node of the tree that acorn makes, as ESTree has it. */
export interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Our own code behind an entry point, shaken and in one module, so that what is declared at its top has one name each. */
export interface Program {
  /** Declarations at the top, by name. */
  readonly top: ReadonlyMap<string, Node>;
  /** What is imported from packages, by its name here. */
  readonly imported: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
  readonly body: readonly Node[];
}

/** Bundles the files as one, shaken as SST does, and leaves packages out; and those files of ours whose path is like `without`. */
export async function programOf(entries: readonly string[], without?: RegExp): Promise<Program> {
  const leftOut: Plugin = {
    name: "left-out",
    setup: ({ onResolve }) => {
      if (without) onResolve({ filter: without }, ({ path }) => ({ path, external: true }));
    },
  };
  const contents = entries.map((path, place) => `export * as entry${place} from "./${path}";`).join("\n");
  const built = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    packages: "external",
    plugins: [leftOut],
    logLevel: "silent",
  });
  const { body } = parse(built.outputFiles[0]?.text ?? "", {
    ecmaVersion: "latest",
    sourceType: "module",
  }) as unknown as { body: readonly Node[] };
  const top = new Map<string, Node>();
  const imported = new Map<string, { from: string; name: string }>();
  for (const statement of body) {
    for (const [name, node] of declaredBy(statement)) top.set(name, node);
    if (statement.type === "ImportDeclaration")
      for (const each of statement.specifiers as readonly Node[])
        imported.set(nameOf(each.local), {
          from: String((statement.source as Node).value),
          name: nameOf(each.imported),
        });
  }
  return { top, imported, body };
}

/** What a statement declares: functions, classes, and each variable with its value. */
export function declaredBy(statement: Node): readonly (readonly [string, Node])[] {
  if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration")
    return [[nameOf(statement.id), statement]];
  if (statement.type !== "VariableDeclaration") return [];
  return (statement.declarations as readonly Node[]).flatMap(({ id, init }) =>
    (id as Node).type === "Identifier" && init ? [[nameOf(id), init as Node] as const] : [],
  );
}

export const nameOf = (node: unknown): string => String((node as { name?: unknown } | null)?.name ?? "");

/** A node, and everything below it. */
export function* within(node: unknown): Generator<Node> {
  if (Array.isArray(node)) {
    for (const each of node) yield* within(each);
    return;
  }
  if (typeof node !== "object" || node === null || typeof (node as Node).type !== "string") return;
  yield node as Node;
  for (const [field, value] of Object.entries(node)) if (field !== "type") yield* within(value);
}

/** Identifiers below a node that are read: no keys of objects, and no members of others. */
export function* reads(node: unknown): Generator<Node> {
  if (Array.isArray(node)) {
    for (const each of node) yield* reads(each);
    return;
  }
  if (typeof node !== "object" || node === null || typeof (node as Node).type !== "string") return;
  const here = node as Node;
  if (here.type === "Identifier") yield here;
  for (const [field, value] of Object.entries(here)) {
    if (field === "property" && here.type === "MemberExpression" && !here.computed) continue;
    if (field === "key" && !here.computed) continue;
    yield* reads(value);
  }
}
