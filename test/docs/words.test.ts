import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";

/** What early versions said, with what is said now. Decisions are never edited, and one page says what theirs mean. */
const RETIRED: readonly (readonly [said: RegExp, say: string])[] = [
  [/\bstanding wish/i, "persistent claim"],
  [/\bthe wish\b/i, "spec, or desired state"],
  [/--keep\b/, "--persistent"],
  [/\bmisfits?\b/i, "unsatisfiable"],
  [/\bfitted\b/i, "configured"],
  [/\brungs?\b|\bladders?\b/i, "attempt, fallback chain"],
  [/\bforetold\b|\bforetells?\b/i, "forecast, forecast target"],
  [/\bfalse[- ]speaker/i, "identity mismatch"],
  [/\bimpostors?\b/i, "identity mismatch"],
  [/\bnear[- ]hits?\b/i, "almost-warm hit"],
  [/\bspared\b/i, "saved"],
  [/\bstrangers?\b|\bneighbours?\b/i, "unmanaged"],
  [/\bsurplusDelaySeconds\b/, "scaleInDelaySeconds"],
  [/\btidings\b|\bretold\b|\bretell\b/i, "publish, republish"],
  [/\bbur(?:y|ies|ied|ials?)\b/i, "expire, dead-letter"],
  [/\bdrawers?\b/i, "state index"],
  [/\/brief\b/, "/bootstrap"],
];
const SPEAKS_OF_OLD_WORDS = /^docs\/decisions\/|^docs\/internals\/decisions\.md$/;
const PAGES = [
  "README.md",
  "CHANGELOG.md",
  "events/fixtures/README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:md|svg)$/.test(path))
    .map((path) => posix.join("docs", path)),
].filter((path) => !SPEAKS_OF_OLD_WORDS.test(path));

const complaints = (text: string): readonly string[] =>
  RETIRED.flatMap(([said, say]) => {
    const [found] = text.match(said) ?? [];
    return found === undefined ? [] : [`${found}: say ${say}`];
  });

describe("the words of the documents", () => {
  it.each(PAGES)("are those of today, in %s", (page) => {
    // Links to decisions carry the names that those had.
    expect(complaints(readFileSync(page, "utf8").replaceAll(/\]\([^)]*decisions\/[^)]*\)/g, "]()"))).toEqual([]);
  });

  it.each([
    ["a standing wish", "standing wish: say persistent claim"],
    ["three rungs", "rungs: say attempt, fallback chain"],
    ["GET /instances/{id}/brief", "/brief: say /bootstrap"],
  ])("are others in %j", (text, complaint) => expect(complaints(text)).toEqual([complaint]));

  it("are none of these where they only look alike", () => expect(complaints("a brief pause at the wall")).toEqual([]));
});

describe("the glossary", () => {
  const rows = [
    ...readFileSync("docs/glossary.md", "utf8").matchAll(/^\| \*\*([^*]+)\*\* \| (.+) \| \[[^\]]+\]\((.+)\) \|$/gm),
  ];
  const words = rows.flatMap(([, word = ""]) => word.toLowerCase().split(", "));

  it("has each word once", () => expect(words.filter((word, at) => words.indexOf(word) < at)).toEqual([]));

  it("has only what an engineer of AWS would not know", () => {
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.length).toBeLessThanOrEqual(50);
  });

  it("has a meaning and one owner in every row", () =>
    expect(readFileSync("docs/glossary.md", "utf8").match(/^\| \*\*/gm)?.length).toBe(rows.length));
});
