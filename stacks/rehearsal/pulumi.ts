/** Replaces the Pulumi CLI, which needs an account: it answers `version`, makes the stack's file, and for `preview` runs the program
 *  that SST built, against mocks, and writes what it asked for to REHEARSAL_OUT. What else SST may ask of it is refused. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMocks } from "./mocks.ts";

/** What SST 4.17.1 asks for. */
const PULUMI_VERSION = "v3.215.0";

const args = process.argv.slice(2);
const after = (flag: string): string => args[args.indexOf(flag) + 1] ?? "";
const now = (): string => new Date().toISOString();

if (args[0] === "version") console.log(PULUMI_VERSION);
else if (args[0] === "stack" && args[1] === "init") makeStack(args[2] ?? "");
else if (args[0] === "preview") await preview();
else {
  console.error(`the rehearsal knows no pulumi ${args.join(" ")}`);
  process.exitCode = 1;
}

function makeStack(stack: string): void {
  const [, app = "", stage = ""] = stack.split("/");
  const folder = join(fileURLToPath(process.env.PULUMI_BACKEND_URL ?? ""), ".pulumi/stacks", app);
  mkdirSync(folder, { recursive: true });
  const manifest = { time: now(), magic: "", version: PULUMI_VERSION };
  const checkpoint = { stack, latest: { manifest, resources: [] } };
  writeFileSync(join(folder, `${stage}.json`), JSON.stringify({ version: 3, checkpoint }));
}

async function preview(): Promise<void> {
  const [, app = "", stage = ""] = after("--stack").split("/");
  const eventLog = after("--event-log");
  const main = /main: (.*)/.exec(readFileSync(join(process.cwd(), "Pulumi.yaml"), "utf8"))?.[1]?.trim() ?? "";
  // Mocks count only in the very instance that SST's components use.
  const pulumi = createRequire(main)("@pulumi/pulumi");
  const { mocks, recorded } = createMocks(process.env.GREENROOM_REGION ?? "");
  await pulumi.runtime.setMocks(mocks, app, stage, false);
  const errors = new Set<unknown>();
  process.on("unhandledRejection", (error) => errors.add(error));
  process.on("uncaughtException", (error) => errors.add(error));
  let sequence = 0;
  const report = (event: object) =>
    appendFileSync(eventLog, `${JSON.stringify({ sequence: sequence++, timestamp: 0, ...event })}\n`);
  // Like Pulumi's own runner, the program is over when the event loop is empty: what happens within apply() (the functions' bundles)
  // is unknown to runtime.disconnect().
  process.once("beforeExit", () => {
    const out = process.env.REHEARSAL_OUT ?? "";
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, JSON.stringify(recorded, null, 1));
    for (const error of errors) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      report({ diagnosticEvent: { message, severity: "error", color: "never", prefix: "" } });
    }
    report({ summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: { create: recorded.length } } });
    process.exit(errors.size > 0 ? 1 : 0);
  });
  const program = async () => (await import(pathToFileURL(main).href)).default;
  pulumi.runtime.runInPulumiStack(program).catch((error: unknown) => errors.add(error));
}
