import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ALERTS } from "../../core/model/alert.ts";
import { PROBE_PATHS } from "../../core/model/delivery.ts";
import { alarmNames } from "../../docs/print/alarm-names.ts";
import { FUNCTIONS } from "../../functions/shared/manifest/functions.ts";

const PAGE = readFileSync("docs/operate/operating.md", "utf8");

/** What a heading such as `<function>-dead` stands for. */
const STANDS_FOR: Readonly<Record<string, readonly string[]>> = {
  "<function>": FUNCTIONS.map(({ name }) => name),
  "<path>": PROBE_PATHS,
};
const named = (heading: string): readonly string[] => {
  const hole = Object.keys(STANDS_FOR).find((each) => heading.includes(each));
  return hole === undefined ? [heading] : (STANDS_FOR[hole] ?? []).map((name) => heading.replace(hole, name));
};
/** The headings under a chapter: `### \`name\`, \`name\``. */
const headingsUnder = (chapter: string): readonly string[] => {
  const [, body = ""] = PAGE.split(new RegExp(`^## ${chapter}$`, "m"));
  const [own = ""] = body.split(/^## /m);
  return [...own.matchAll(/^### (.+)$/gm)].flatMap(([, line = ""]) =>
    [...line.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
  );
};

describe("the page on operating", () => {
  it("has a section for every alarm that the stacks make, and for no other", () => {
    const made = alarmNames();
    const headings = headingsUnder("Alarms");
    const standing = headings.flatMap(named);
    expect(made.filter((name) => !standing.includes(name))).toEqual([]);
    expect(headings.filter((heading) => !named(heading).some((name) => made.includes(name)))).toEqual([]);
    expect(made.length).toBeGreaterThan(70);
  });

  it("has a section for every alert, and for no other", () =>
    expect([...headingsUnder("Alerts")].sort()).toEqual(Object.keys(ALERTS).sort()));
});
