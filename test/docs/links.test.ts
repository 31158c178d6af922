import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { tree } from "../tidy/tree.ts";

const under = (folder: string, ending: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => ending.test(path))
    .map((path) => posix.join(folder, path));
const PAGES = ["README.md", "CHANGELOG.md", "events/fixtures/README.md", ...under("docs", /\.md$/)];
const DECISIONS = "docs/decisions/";

interface Link {
  /** From the root of the project. */
  readonly target: string;
  /** Of a heading, or empty. */
  readonly anchor: string;
}

const linksIn = (page: string): readonly Link[] =>
  [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)[^)]*\)|src(?:set)?="([^"]+)"/g)]
    .map(([, link, image]) => link ?? image ?? "")
    .filter((link) => !link.includes("://"))
    .map((link) => {
      const [path = "", anchor = ""] = link.split("#");
      return { target: path === "" ? page : posix.join(posix.dirname(page), path), anchor };
    });

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
const anchorsOf = (page: string): readonly string[] =>
  [...readFileSync(page, "utf8").matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

/** Decisions are never edited: what a link of theirs meant may have another name by now, which this page says. */
const MOVED = "docs/internals/decisions.md";
const moved: readonly string[] = [...readFileSync(MOVED, "utf8").matchAll(/^\| `([^`]+)` \| \[/gm)].map(
  ([, path = ""]) => path,
);

describe("what the documents point to", () => {
  it.each(PAGES)("is there, from %s", (page) => {
    const known = page.startsWith(DECISIONS) ? moved : [];
    const missing = linksIn(page).filter(({ target }) => !existsSync(target) && !known.includes(target));
    expect(missing.map(({ target }) => target)).toEqual([]);
  });

  it.each(PAGES.filter((page) => !page.startsWith(DECISIONS)))("is a heading where it says one, from %s", (page) => {
    const dangling = linksIn(page).filter(
      ({ target, anchor }) => anchor !== "" && target.endsWith(".md") && !anchorsOf(target).includes(anchor),
    );
    expect(dangling.map(({ target, anchor }) => `${target}#${anchor}`)).toEqual([]);
  });

  it("is found at all", () => expect(PAGES.flatMap(linksIn).length).toBeGreaterThan(50));

  it("is listed as moved only if it has moved, and a decision points to it", () => {
    const linked = PAGES.filter((page) => page.startsWith(DECISIONS)).flatMap(linksIn);
    expect(moved.filter((path) => existsSync(path) || !linked.some(({ target }) => target === path))).toEqual([]);
  });
});

describe("a document that the code names", () => {
  const scripts = under("agents", /\.(?:sh|ps1)$/).map((path) => ({ path, text: readFileSync(path, "utf8") }));

  it("is there", () => {
    const named = [...tree(process.cwd()), ...scripts].flatMap(({ path, text }) =>
      [...text.matchAll(/\bdocs\/[\w/.-]+\.(?:md|json|yaml|svg)\b/g)].map(([document]) => ({ path, document })),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ document }) => !existsSync(document))).toEqual([]);
  });
});

describe("the index of the documents", () => {
  it("leads to every page but decisions", () => {
    const listed = linksIn("docs/README.md").map(({ target }) => target);
    const pages = under("docs", /\.md$/).filter((page) => !page.startsWith(DECISIONS) && page !== "docs/README.md");
    expect(pages.filter((page) => !listed.includes(page))).toEqual([]);
  });
});

describe("a decision", () => {
  const names = readdirSync("docs/decisions").sort();
  it.each(names)("%s has its number, its date, its context, its choice and what was refused", (name) => {
    const number = names.indexOf(name) + 1;
    expect(name).toMatch(new RegExp(`^${String(number).padStart(4, "0")}-[a-z0-9-]+\\.md$`));
    expect(readFileSync(`docs/decisions/${name}`, "utf8")).toMatch(
      new RegExp(
        `^# ${number}\\. .+\\n\\n\\d{4}-\\d\\d-\\d\\d\\n\\n\\*\\*Context\\.[^]+\\n\\*\\*Choice\\.[^]+\\n\\*\\*Refused\\.`,
      ),
    );
  });

  it.each(names)("%s is listed by subject", (name) => {
    expect(linksIn(MOVED).map(({ target }) => target)).toContain(posix.join(DECISIONS, name));
  });
});
