import { importsOf } from "./imports.ts";
import type { Rule, Source } from "./tree.ts";

/** Every group of files that import each other, directly or through others, for types alone too: each in the order of its paths. */
export function circles(files: readonly Source[]): readonly (readonly string[])[] {
  const paths = new Set(files.map(({ path }) => path));
  const imports = new Map(files.map((file) => [file.path, importsOf(file).filter((each) => paths.has(each))]));
  const reached = new Map(files.map(({ path }) => [path, reachedFrom(path, imports)]));
  const groups = files
    .filter(({ path }) => reached.get(path)?.has(path))
    .map(({ path }) => [...paths].filter((other) => reached.get(path)?.has(other) && reached.get(other)?.has(path)));
  return [...new Map(groups.map((group) => [group[0], group])).values()];
}

/** What a file imports and what that imports in turn; itself only where it is part of a circle. */
function reachedFrom(from: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(imports.get(from) ?? [])];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    open.push(...(imports.get(path) ?? []));
  }
  return reached;
}

/** A file that needs itself to be read cannot be understood, or moved, alone. */
export const circleRule: Rule = {
  name: "no files import each other in a circle",
  check: (files) =>
    circles(files).map(
      (group) => `${group[0]} is in a circle of imports: move what ${group.join(", ")} share into a file below them.`,
    ),
};
