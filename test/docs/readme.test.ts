import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../cli/errors.ts";

const README = readFileSync("README.md", "utf8");
const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync("package.json", "utf8")).scripts;

describe("the README", () => {
  it.each(Object.values(EXIT))("says what exit code $code means", ({ code, means }) => {
    expect(README).toContain(`| ${code} | ${means} |`);
  });

  it.each(readdirSync("cli/commands").map((file) => file.replace(".ts", "")))("names the command %s", (name) => {
    expect(README).toMatch(new RegExp(`^\\| \`${name}\\b`, "m"));
  });

  it("names no script that is not there", () => {
    const named = [...README.matchAll(/npm run ([a-z:]+)/g)].map(([, script]) => script);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((script) => !(script! in scripts))).toEqual([]);
  });
});
