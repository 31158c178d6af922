import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandsTable } from "./commands.ts";
import { overridesTable } from "./overrides.ts";
import { tiersTable } from "./tiers.ts";

/** Parts of pages that people write which are printed from code: each is between `<!-- printed: NAME -->` and `<!-- end: NAME -->`, on
 *  whatever page. */
export const SECTIONS = {
  /** From `cli/commands/`. */
  commands: commandsTable,
  /** From `events/overrides/rows/`. */
  overrides: overridesTable,
  /** From `events/tiers.ts`. */
  tiers: tiersTable,
} as const satisfies Record<string, () => string>;

const SECTION = /(<!-- printed: ([\w-]+) -->\n)[\s\S]*?(<!-- end: \2 -->)/g;

/** The pages under `root` that have such sections, with what belongs there. Throws for one of an unknown name. */
export const pagesWithSections = (root: string): readonly { readonly path: string; readonly text: string }[] =>
  pagesUnder(root).flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const filled = text.replaceAll(SECTION, (_, begin: string, name: string, end: string) => {
      const print = Object.entries(SECTIONS).find(([known]) => known === name)?.[1];
      if (!print)
        throw new Error(
          `${path} has a section ${name}, which nobody prints: docs/print/sections.ts names those there are.`,
        );
      return `${begin}${print()}\n${end}`;
    });
    return text.includes("<!-- printed: ") ? [{ path, text: filled }] : [];
  });

const pagesUnder = (root: string): readonly string[] => globSync(["*.md", "docs/**/*.md"], { cwd: root }).sort();
