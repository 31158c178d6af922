import type { Rule, Source } from "./tree.ts";

/** Names that are read out of a folder, a file at a time, where every file has to use the same ones or its own. */
const BY_CONVENTION: readonly ((path: string, name: string) => boolean)[] = [
  // Lambda calls `handler`; functions/manifest.ts and the tests take `handle`, the same without its middleware.
  (path, name) => /^functions\/[^/]+\.ts$/.test(path) && (name === "handler" || name === "handle"),
  // cli/command-list.ts reads each command by the name of its file, which is what an engineer types.
  (path, name) => path === `cli/commands/${name}.ts`,
];

/** What a file defines and exports. A pair of a type and a value of one name is one definition; names that are passed on are none. */
const definedIn = ({ code }: Source): ReadonlySet<string> =>
  new Set([...code.matchAll(DEFINED)].flatMap(([, name, names]) => name ?? boundNames(names ?? "")));
const DEFINED =
  /^export (?:declare )?(?:abstract )?(?:(?:async )?function\*?|class|interface|type|enum|const)\s+(?:(\w+)|[[{]([^\]}]*)[\]}]\s*=)/gm;
/** Of a destructuring: what each part is called in the end. */
const boundNames = (names: string): readonly string[] =>
  names.split(",").flatMap((part) => part.split(":").at(-1)?.match(/\w+/)?.[0] ?? []);

/** Each name that more than one file defines, with these files. Tests are left out. */
export function namesDefinedTwice(files: readonly Source[]): readonly (readonly [string, readonly string[]])[] {
  const definitions = new Map<string, string[]>();
  for (const file of files)
    if (!file.path.startsWith("test/"))
      for (const name of definedIn(file))
        if (!BY_CONVENTION.some((isSo) => isSo(file.path, name)))
          definitions.set(name, [...(definitions.get(name) ?? []), file.path]);
  return [...definitions].filter(([, paths]) => paths.length > 1).sort();
}

/** A reader who looks for a name finds one meaning. */
export const namesakeRule: Rule = {
  name: "an exported name is defined in one file",
  check: (files) =>
    namesDefinedTwice(files).map(
      ([name, paths]) =>
        `${paths[0]} defines ${name}, as ${paths.slice(1).join(", ")} does: import it if it is the same, or give each a precise name.`,
    ),
};
