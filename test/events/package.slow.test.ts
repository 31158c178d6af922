import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noticeText } from "../../adapters/messages/notice-text.ts";
import { instanceNotice } from "../../core/notices/notice-of.ts";
import { anInstance } from "../builders.ts";

const manifest = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const [ours, theirs] = [manifest("package.json"), manifest("events/package.json")];
const MODULES = resolve("node_modules");

/** What the compiler is asked of a subscriber: everything, declarations of ours included. */
const TSCONFIG = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023"],
    module: "NodeNext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  },
};

let work: string;
let subscriber: string;
let packed: readonly string[];

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Compiles, and answers what the compiler complains of. */
function complaints(): string {
  try {
    return run(join(MODULES, ".bin/tsc"), ["-p", "."], subscriber);
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** A copy of `events/` is packed as it would be published, and unpacked beside the one package that it asks for. */
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "greenroom-package-"));
  cpSync("events", join(work, "events"), { recursive: true, filter: (path) => !path.startsWith("events/dist") });
  cpSync("tsconfig.json", join(work, "tsconfig.json"));
  symlinkSync(MODULES, join(work, "node_modules"));
  const [answer] = JSON.parse(run("npm", ["pack", "--json", "--loglevel=error"], join(work, "events")));
  packed = answer.files.map(({ path }: { path: string }) => path);

  subscriber = join(work, "subscriber");
  mkdirSync(join(subscriber, "node_modules/greenroom"), { recursive: true });
  run(
    "tar",
    ["-xzf", join(work, "events", answer.filename), "--strip-components=1", "-C", "node_modules/greenroom"],
    subscriber,
  );
  for (const name of ["zod", "@types", "@aws-sdk"])
    symlinkSync(join(MODULES, name), join(subscriber, "node_modules", name));
  writeFileSync(join(subscriber, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(subscriber, "tsconfig.json"), JSON.stringify({ ...TSCONFIG, include: ["*.ts"] }));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe("the package greenroom/events", () => {
  it("has the version of the project, and asks for nothing but its zod", () => {
    expect(theirs).toMatchObject({ name: ours.name, version: ours.version });
    expect(theirs.dependencies).toEqual({ zod: ours.dependencies.zod });
  });

  it("holds what is built, and no source", () => {
    expect(packed).toContain("dist/subscriber.js");
    expect(packed).toContain("dist/subscriber.d.ts");
    expect(packed.filter((path) => !/^(?:dist\/.*\.(?:js|d\.ts)|package\.json|README\.md)$/.test(path))).toEqual([]);
  });

  it("is imported by plain JavaScript, and reads a notice", () => {
    const notice = instanceNotice(anInstance());
    writeFileSync(join(subscriber, "message.json"), noticeText(notice));
    writeFileSync(
      join(subscriber, "read.js"),
      `import { readFileSync } from "node:fs";
       import { follow, inbox, parseNotice } from "greenroom/events";
       const reading = parseNotice(readFileSync("message.json", "utf8"));
       const box = inbox();
       box.put(reading.event.detail);
       const following = { kind: "instance", source: async () => box, list: async () => ({ items: [] }), fetch: async () => undefined };
       for await (const update of follow(following)) if (update.kind === "is") { console.log(JSON.stringify(update.resource)); break; }`,
    );
    expect(JSON.parse(run(process.execPath, ["--no-experimental-strip-types", "read.js"], subscriber))).toEqual(
      notice.resource,
    );
  });

  it("types every example of the documents", () => {
    const examples = [...readFileSync("docs/use/notices.md", "utf8").matchAll(/^```ts\n([\s\S]*?)^```/gm)];
    expect(examples.length).toBeGreaterThan(1);
    for (const [at, [, text = ""]] of examples.entries()) writeFileSync(join(subscriber, `example-${at}.ts`), text);
    expect(complaints()).toBe("");
  });

  it("has types that complain", () => {
    const wrong = `import { follow, plane } from "greenroom/events";
      const source = async () => [] as never;
      for await (const update of follow({ kind: "claim", source, ...plane("claim", { url: "x" }) }))
        if (update.kind === "is") update.resource.az;`;
    writeFileSync(join(subscriber, "wrong.ts"), wrong);
    expect(complaints()).toMatch(/^wrong\.ts\(4,\d+\): error TS2339: Property 'az' does not exist/);
  });
});
