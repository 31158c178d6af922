import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PYTHON } from "./installed.ts";

/** A peer that listens on the loopback interface, on a port that it picked itself. */
export interface Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Each takes a few seconds. */
const START_MAX_MS = 60_000;
/** What is kept of its words for who asks why it did not start, in characters. */
const SAID_MAX = 2_000;
/** Both servers say where they listen in these words. */
const LISTENS = /Running on (http:\/\/127\.0\.0\.1:\d+)/;

/** Starts a Python module that serves on a free port. It ends with this process at the latest. Throws what it said if it does not start. */
export async function startPython(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Server> {
  const child = spawn(join(PYTHON.into, "bin", "python"), args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill).once("SIGTERM", exitOnTerm);
  const stop = async () => {
    process.off("exit", kill).off("SIGTERM", exitOnTerm);
    if (child.exitCode === null && child.signalCode === null && kill()) await once(child, "exit");
  };
  try {
    return { endpoint: await whereItListens(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Node ends on SIGTERM without an `exit` event, which would leave Python behind. */
const exitOnTerm = (): never => process.exit(143);

const whereItListens = (child: ChildProcess): Promise<string> =>
  new Promise((listens, fails) => {
    let said = "";
    const fail = (why: string) => () => fails(new Error(`${child.spawnargs.join(" ")} ${why}: ${said}`));
    const timer = setTimeout(fail(`did not listen within ${START_MAX_MS} ms`), START_MAX_MS);
    child.once("error", fail("cannot be run")).once("exit", fail("ended"));
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said = `${said}${text}`.slice(-SAID_MAX);
        const [, endpoint] = LISTENS.exec(said) ?? [];
        if (endpoint === undefined) return;
        clearTimeout(timer);
        listens(endpoint);
      });
  });
