import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";

const PAGES = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => posix.join("docs", path)),
];

/** Where a page points to within the project, as paths from the root. */
const targetsOf = (page: string): readonly string[] =>
  [...readFileSync(page, "utf8").matchAll(/\]\(([^)#\s]+)[^)]*\)|src(?:set)?="([^"]+)"/g)]
    .map(([, link, image]) => link ?? image ?? "")
    .filter((link) => !link.includes("://"))
    .map((link) => posix.join(posix.dirname(page), link));

describe("what the documents point to", () => {
  it.each(PAGES)("is there, from %s", (page) => {
    expect(targetsOf(page).filter((target) => !existsSync(target))).toEqual([]);
  });

  it("is found at all", () => expect(PAGES.flatMap(targetsOf).length).toBeGreaterThan(50));
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
});
