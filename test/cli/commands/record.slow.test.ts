import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { greenroom, greenroomJson } from "../greenroom.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "greenroom-record-"));
});
afterAll(() => rm(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

describe("greenroom record", () => {
  it("writes a day that replays alike, packed if it is called so, and the records at its end", async () => {
    const files = ["--out", path("e.ndjson.gz"), "--decisions", path("d.ndjson"), "--state", path("s.json")];
    const { exit, document } = await greenroomJson(["record", ...files, "--scale", "0.1", "--seed", "3"]);
    expect(exit).toBe(0);
    expect(document).toMatchObject({ figuresOf: "local cloud, virtual time", stoppedEarly: false, violations: [] });
    const { events, decided } = document as { events: number; decided: number };
    expect((await readFile(path("e.ndjson.gz"))).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));

    const again = await greenroomJson(["replay", "file", path("e.ndjson.gz"), "--against", path("d.ndjson")]);
    expect(again).toMatchObject({ exit: 0, document: { messages: events, difference: { same: decided } } });

    const state = JSON.parse(await readFile(path("s.json"), "utf8"));
    expect(state.pools.map(({ id }: { id: string }) => id)).toEqual(["linux-ci", "windows-build"]);
    const from = await greenroom(["replay", "file", path("e.ndjson.gz"), "--from-state", path("s.json")]);
    expect(from.exit).toBe(0);
  });

  it.each<[readonly string[], RegExp]>([
    [[], /required option '--out <events>'/],
    [["--out", "e", "--limit", "5"], /^greenroom: --limit: it belongs to a queue, and none is given\n {2}Name one/],
    [["--out", "e", "--queue", "https://q", "--days", "2"], /^greenroom: --days: it belongs to a play/],
    [["--out", "e", "--queue", "recordings"], /^greenroom: --queue: "recordings" is no address\n {2}Such as https:/],
  ])("refuses %j", async (args, err) => {
    const ran = await greenroom(["record", ...args]);
    expect(ran.exit).toBe(2);
    expect(ran.err).toMatch(err);
  });

  it.each([
    ["--out", ["--out", "no/such/folder.ndjson"]],
    ["--decisions", ["--out", "day.ndjson", "--decisions", "no/such/folder.ndjson"]],
  ])("says that the file of %s cannot be written, and why", async (field, files) => {
    const args = files.map((each) => (each.startsWith("--") ? each : path(each)));
    const { exit, err } = await greenroom(["record", ...args]);
    expect(exit).toBe(2);
    expect(err).toMatch(
      new RegExp(`^greenroom: ${field}: "\\S+folder\\.ndjson" cannot be written: its folder is not there`),
    );
  });
});
