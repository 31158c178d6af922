import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Recording, record } from "../../local/replay/recording.ts";
import { greenroom, greenroomJson } from "../greenroom.ts";

let folder: string;
let recording: Recording;
const path = (name: string): string => join(folder, name);
const put = (name: string, lines: readonly string[]): Promise<void> => writeFile(path(name), `${lines.join("\n")}\n`);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "greenroom-file-"));
  recording = await record();
  await put("events.ndjson", recording.events);
  await put("decisions.ndjson", recording.decisions);
  const first = recording.decisions.findIndex((line) => line.includes("Plan Made"));
  const otherwise = recording.decisions.with(
    first,
    recording.decisions[first]!.replaceAll("below-target", "at-target"),
  );
  await put("otherwise.ndjson", otherwise.toSpliced(5, 0, "{"));
});
afterAll(() => rm(folder, { recursive: true }));

const replayed = (against: string, ...args: string[]) =>
  ["replay", "file", path("events.ndjson"), "--against", path(against), ...args] as const;

describe("greenroom replay file", () => {
  it("ends with 0 when nothing differs, and says so", async () => {
    const { exit, out } = await greenroom(replayed("decisions.ndjson"));
    expect(exit).toBe(0);
    expect(out).toContain(
      `No difference from decisions.ndjson: ${recording.decisions.length.toLocaleString("en")} decisions the same`,
    );
    expect(out).toMatch(/^ +[\d,]+ {2}plan nothing$/m);
    expect(out).toMatch(/^ +[\d,]+ {2}at-target$/m);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it("ends with 8 when something does, and names it with both sides' reasons, and every bad line", async () => {
    const { exit, out } = await greenroom(replayed("otherwise.ndjson"));
    expect(exit).toBe(8);
    expect(out).toContain("1 difference from otherwise.ndjson: 1 changed, 0 added, 0 removed");
    expect(out).toMatch(
      /First of each pool\n {2}2026-01-05 00:00:\d\dZ {2}\S+: plan \S+ {2}changed in reasons\n {4}then /,
    );
    expect(out).toContain("1 bad line:\n  against line 6 is not JSON");
  });

  it("prints one document", async () => {
    const { exit, document } = await greenroomJson(replayed("otherwise.ndjson"));
    expect(exit).toBe(8);
    expect(document).toMatchObject({
      events: "events.ndjson",
      against: "otherwise.ndjson",
      messages: recording.events.length,
      decisions: { total: recording.decisions.length },
      calls: { nominal: 0, unasked: 0 },
      problems: { shown: [{ file: "against", line: 6, problem: "is not JSON" }], notShown: 0 },
      difference: { changed: 1, added: 0, removed: 0, first: [{ kind: "changed", at: expect.stringMatching(/Z$/) }] },
    });
  });

  it("writes a page that needs nothing else, with what the files say escaped", async () => {
    await put(
      "scripted.ndjson",
      recording.decisions.with(0, recording.decisions[0]!.replace(/"cause":"[^"]*"/, '"cause":"<script>"')),
    );
    await put("<b>.ndjson", recording.decisions);
    const page = path("report.html");
    expect((await greenroom([...replayed("otherwise.ndjson"), "--html", page])).exit).toBe(8);
    const html = await readFile(page, "utf8");
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|src=|href=|@import|url\(/);
    expect(html).toContain("First difference of each pool");
    expect((await greenroom([...replayed("<b>.ndjson"), "--html", page])).exit).toBe(0);
    expect(await readFile(page, "utf8")).toContain("Against &lt;b&gt;.ndjson");
  });

  it.each<[string, readonly string[], RegExp]>([
    ["the recording", ["nothing.ndjson"], /^greenroom: events: ".*nothing\.ndjson" is not there/],
    ["the decisions", ["events.ndjson", "--against", "nothing.ndjson"], /^greenroom: --against: ".*" is not there/],
    ["the records", ["events.ndjson", "--from-state", "nothing.json"], /^greenroom: --from-state: ".*" is not there/],
    ["the page's folder", ["events.ndjson", "--html", "no/page.html"], /^greenroom: --html: ".*" is not there/],
  ])("says which file is not there: %s", async (_, args, err) => {
    const ran = await greenroom(["replay", "file", ...args.map((arg) => (arg.startsWith("--") ? arg : path(arg)))]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toMatch(err);
  });

  it("says what is wrong with a snapshot, by field", async () => {
    await put("snapshot.json", [JSON.stringify({ version: 1, at: "2026-01-05T00:00:00Z", pools: [{ id: 7 }] })]);
    const ran = await greenroom(["replay", "file", path("events.ndjson"), "--from-state", path("snapshot.json")]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain("--from-state");
    expect(ran.err).toContain("pools.0.id: must be text");
    expect(ran.err).toContain("instances: is missing; it must be a list");
  });
});
