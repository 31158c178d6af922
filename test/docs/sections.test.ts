import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pagesWithSections, SECTIONS } from "../../docs/print/sections.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "greenroom-sections-"));
  mkdirSync(join(root, "docs/use"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

describe("a printed section", () => {
  it.each(Object.keys(SECTIONS))("is on exactly one page of ours: %s", (name) => {
    const pages = pagesWithSections(process.cwd()).filter(({ text }) => text.includes(`<!-- printed: ${name} -->\n`));
    expect(pages.map(({ path }) => path)).toHaveLength(1);
  });

  it("is filled wherever its page is, and the text around it stays", () => {
    const path = "docs/use/claiming.md";
    writeFileSync(join(root, path), "before\n<!-- printed: overrides -->\nold\n<!-- end: overrides -->\nafter\n");
    writeFileSync(join(root, "docs", "other.md"), "nothing is printed here\n");
    const printed = `before\n<!-- printed: overrides -->\n${SECTIONS.overrides()}\n<!-- end: overrides -->\nafter\n`;
    expect(pagesWithSections(root)).toEqual([{ path, text: printed }]);
    writeFileSync(join(root, path), printed);
    expect(pagesWithSections(root)).toEqual([{ path, text: readFileSync(join(root, path), "utf8") }]);
  });

  it("that nobody prints is named with its page", () => {
    writeFileSync(join(root, "README.md"), "<!-- printed: wishes -->\n<!-- end: wishes -->\n");
    expect(() => pagesWithSections(root)).toThrow(/^README\.md has a section wishes, which nobody prints/);
  });
});
