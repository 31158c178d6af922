import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createMocks, type Recorded } from "../../../stacks/rehearsal/mocks.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PLATFORM = join(ROOT, ".sst/platform");

/** As much of Pulumi and of SST's sources as evaluating a program takes. */
interface Pulumi {
  readonly runtime: {
    setMocks(mocks: object, app: string, stage: string, preview: boolean): Promise<void>;
    runInPulumiStack(program: () => unknown): Promise<unknown>;
    waitForRPCs(): Promise<void>;
  };
  readonly [member: string]: unknown;
}
interface Config {
  app(input: { stage: string }): Promise<{ name: string; removal: string; protect: boolean; providers: object }>;
  run(): Promise<unknown>;
}

/** Everything that the program asks for in a stage. */
export interface Synth {
  readonly recorded: readonly Recorded[];
  ofType(type: string): readonly Recorded[];
  /** The one resource of that type, and of that component name if it is given. Throws unless there is exactly one. */
  one(type: string, name?: string): Recorded;
  readonly app: Awaited<ReturnType<Config["app"]>>;
}

/** How long the program may take, and how often nothing new must be seen before it is over. */
const SETTLE_MS = 60_000;
const QUIET_ROUNDS = 10;
const ROUND_MS = 20;

/** Whether SST's sources are there. They are not in the package: `npm run rehearse -- install` writes them. */
export function isInstalled(): boolean {
  if (existsSync(join(PLATFORM, "src/components/index.ts"))) return true;
  const missing = "SST's platform is not installed: run `npm run rehearse -- install` to test the stacks";
  if (process.env.CI) throw new Error(missing);
  console.warn(`skipped: ${missing}`);
  return false;
}

/** Evaluates the real sst.config.ts with SST's own components under Pulumi mocks. No function is bundled: the rehearsal does that.
 *  One stage to a test file, for Pulumi keeps its stack in the process. */
export async function synth(stage: string, settings: Readonly<Record<string, string>>): Promise<Synth> {
  Object.assign(process.env, settings);
  const out = mkdtempSync(join(tmpdir(), "synth-"));
  const rpc = await buildsNothing(out);
  process.env.SST_SERVER = rpc.url;
  const pulumi = (await import(fileOf("node_modules/@pulumi/pulumi/index.js"))) as Pulumi;
  const aws: unknown = await import(fileOf("node_modules/@pulumi/aws/index.js"));
  const { mocks, recorded } = createMocks(settings.GREENROOM_REGION ?? "");
  await pulumi.runtime.setMocks(mocks, "greenroom", stage, false);

  Object.assign(globalThis, { $config: (config: Config) => config });
  const config = ((await import(pathToFileURL(join(ROOT, "sst.config.ts")).href)) as { default: Config }).default;
  const app = await config.app({ stage });
  const paths = { home: out, root: ROOT, work: join(out, ".sst"), platform: PLATFORM };
  Object.assign(globalThis, {
    $app: { ...app, stage },
    $dev: false,
    $cli: { command: "diff", rpc: "", paths, state: { version: {} } },
    $util: pulumi,
    $output: pulumi.output,
    $interpolate: pulumi.interpolate,
    $jsonStringify: pulumi.jsonStringify,
    aws,
  });
  const component = await import(fileOf("src/components/component.ts"));
  Object.assign(globalThis, { $asset: component.$asset, $transform: component.$transform });
  Object.assign(globalThis, { sst: await import(fileOf("src/components/index.ts")) });
  const { run } = await import(fileOf("src/auto/run.ts"));

  const here = process.cwd();
  try {
    await pulumi.runtime.runInPulumiStack(() => run(config.run));
    await settled(pulumi, recorded, rpc.busy);
  } finally {
    process.chdir(here);
    rpc.close();
  }
  const ofType = (type: string) => recorded.filter((each) => each.type === type);
  const one = (type: string, name?: string): Recorded => {
    const [found, ...more] = ofType(type).filter((each) => name === undefined || each.name === name);
    if (!found || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} of ${type} ${name ?? ""}`);
    return found;
  };
  return { recorded, app, ofType, one };
}

const fileOf = (path: string): string => pathToFileURL(join(PLATFORM, path)).href;

/** Work inside of apply() is unknown to Pulumi's runtime, and a stack once came out without a function: the program is over when nothing
 *  new comes and every function has its Lambda. */
async function settled(pulumi: Pulumi, recorded: readonly Recorded[], busy: () => boolean): Promise<void> {
  const lacking = () =>
    recorded
      .filter(({ type }) => type === "sst:aws:Function")
      .filter(({ name }) => !recorded.some((each) => each.name === `${name}Function`))
      .map(({ name }) => name);
  let last = -1;
  let quiet = 0;
  for (let round = 0; quiet < QUIET_ROUNDS || lacking().length > 0; round += 1) {
    if (round * ROUND_MS > SETTLE_MS) throw new Error(`the program never settled; without a Lambda: ${lacking()}`);
    await pulumi.runtime.waitForRPCs();
    await new Promise((done) => setTimeout(done, ROUND_MS));
    quiet = !busy() && recorded.length === last ? quiet + 1 : 0;
    last = recorded.length;
  }
}

/** The server that SST's CLI runs beside the program: it is asked for bundles, and answers with an empty one. */
async function buildsNothing(out: string) {
  let open = 0;
  const server = createServer(async (request, response) => {
    open += 1;
    response.once("close", () => {
      open -= 1;
    });
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { method, params } = JSON.parse(text) as { method: string; params: readonly { functionID: string }[] };
    const reply = (answer: object) => response.end(JSON.stringify({ jsonrpc: "1.0", ...answer }));
    if (method === "Provider.Aws.Bootstrap")
      return reply({ result: { asset: "asset", state: "state", assetEcrUrl: "", assetEcrRegistryId: "" } });
    if (method !== "Runtime.Build") return reply({ error: `no ${method} here` });
    const folder = join(out, params[0]?.functionID ?? "");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "bundle.mjs"), "export const handler = () => {};\n");
    return reply({ result: { handler: "bundle.handler", out: folder, errors: [], sourcemaps: [] } });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, busy: () => open > 0, close: () => server.close() };
}
