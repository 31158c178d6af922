import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ink } from "../../../local/replay/ink.ts";
import { type Line, linesOf } from "../../../local/replay/lines.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "greenroom-lines-"));
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (path: string, charsMax?: number): Promise<readonly Line[]> => {
  const all: Line[] = [];
  for await (const lines of linesOf(path, charsMax)) all.push(...lines);
  return all;
};
async function given(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe("the lines of a file", () => {
  const LINES = [
    { number: 1, text: "one" },
    { number: 3, text: "drei ✓" },
  ];
  it.each([
    ["plain", "one\n\ndrei ✓\n"],
    ["whose last one has no end", "one\n\ndrei ✓"],
    ["packed, whatever its name", gzipSync("one\n\ndrei ✓\n")],
    ["packed in pieces", Buffer.concat([gzipSync("one\n\ndr"), gzipSync("ei ✓\n")])],
  ])("%s", async (name, content) => expect(await read(await given(`${name}.txt`, content))).toEqual(LINES));

  it("are none in an empty file", async () => expect(await read(await given("empty", ""))).toEqual([]));

  it("keep a letter together that two chunks share", async () => {
    const line = "ä".repeat(400_000);
    expect(await read(await given("long", `x${line}\n`))).toEqual([{ number: 1, text: `x${line}` }]);
  });

  it("are passed over and reported where they are too long, and the rest is read", async () => {
    const path = await given("too-long", `one\n${"x".repeat(600_000)}\nthree\n`);
    expect(await read(path, 1_000)).toEqual([
      { number: 1, text: "one" },
      { number: 2, problem: "is longer than 1,000 characters" },
      { number: 3, text: "three" },
    ]);
  });

  it("are reported where a packed file breaks off", async () => {
    const packed = gzipSync(`one\n${"x".repeat(1_000)}\n`);
    const [last] = (await read(await given("broken.gz", packed.subarray(0, -12)))).slice(-1);
    expect(last).toMatchObject({ problem: expect.stringContaining("breaks off") });
  });

  it("cannot be read of a file that is not there", async () =>
    expect(read(join(folder, "nothing"))).rejects.toMatchObject({ code: "ENOENT" }));
});

describe("what is written", () => {
  it.each(["plain.ndjson", "packed.ndjson.gz"])("is read again: %s", async (name) => {
    const path = join(folder, name);
    await appendFile(path, "what was there before");
    const file = ink(path);
    const text = "y".repeat(300_000);
    for (let each = 0; each < 10; each += 1) file.line(`${each}${text}`);
    file.flush();
    file.line("the last");
    file.close();
    const lines = await read(path);
    expect(lines.map((line) => line.text?.slice(0, 8))).toEqual([
      ...Array.from({ length: 10 }, (_, each) => `${each}yyyyyyy`),
      "the last",
    ]);
    expect(file.lines()).toBe(11);
  });
});
