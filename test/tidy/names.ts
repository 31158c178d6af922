import type { Rule, Source } from "./tree.ts";

/** Names that many files export by convention, and who reads them: everything else is exported from one file. */
const BY_CONVENTION: Readonly<Record<string, string>> = {
  handler: "what Lambda calls in each file of functions/",
  handle: "what each file of functions/ does, without its middleware",
};

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
      for (const name of definedIn(file)) definitions.set(name, [...(definitions.get(name) ?? []), file.path]);
  return [...definitions].filter(([name, paths]) => paths.length > 1 && !(name in BY_CONVENTION)).sort();
}

/** Whoever looks for a name finds one meaning. */
export const namesakeRule: Rule = {
  name: "an exported name is defined in one file",
  check: (files) =>
    namesDefinedTwice(files).map(
      ([name, paths]) =>
        `${paths[0]} defines ${name}, as ${paths.slice(1).join(", ")} does: import it if it is the same, or give each a precise name.`,
    ),
};
