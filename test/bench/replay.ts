import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** What one replay took, in a process of its own. */
export interface Run {
  readonly events: number;
  readonly decisions: number;
  /** Decisions that came out otherwise: none, or the bench fails. */
  readonly different: number;
  readonly eventsPerSecond: number;
  /** Of all the process's threads: what others do on the machine does not count. */
  readonly eventsPerCpuSecond: number;
  readonly peakRssMb: number;
}

/** Arrivals of the generator's day, so many times: makes a day of a little more than 100,000 events. */
const SCALE = "18";
/** For the memory's sake, days of a fleet that stays as large: one of them, and so many. */
const FLAT = { scale: "2", days: 5 };
/** What a process may hold, and how much of it before it tidies up: so that what is only not collected yet hardly counts. */
const HEAP = ["--max-old-space-size=192", "--max-semi-space-size=4"];

/** Replays a recorded day of the local cloud against its decisions; then one day and several of a smaller fleet, whose memory
 *  should be the same. `--scale`: arrivals made of one, of the first day. */
export async function bench(args: readonly string[]): Promise<object> {
  const { scale } = parseArgs({ args: [...args], options: { scale: { type: "string", default: SCALE } } }).values;
  const folder = await mkdtemp(join(tmpdir(), "greenroom-bench-replay-"));
  try {
    const day = await measured(folder, 1, scale);
    const flat = [await measured(folder, 1, FLAT.scale), await measured(folder, FLAT.days, FLAT.scale)];
    return { ...day, flat };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measured(folder: string, days: number, scale: string): Promise<Run> {
  const files = [join(folder, `events-${days}.ndjson`), join(folder, `decisions-${days}.ndjson`)];
  await inProcess("record.ts", [...files, String(days), scale], []);
  const run = (await inProcess("run.ts", files, HEAP)) as Run;
  if (run.different > 0) throw new Error(`${run.different} decisions differ from the recorded ones`);
  return run;
}

/** Runs a file of this bench to its end; what it sent. */
const inProcess = (file: string, args: readonly string[], execArgv: readonly string[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL(`replay/${file}`, import.meta.url), args, { execArgv: [...execArgv] });
    let sent: unknown;
    child.once("message", (message) => {
      sent = message;
    });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve(sent) : reject(new Error(`${file} ended with ${code}`))));
  });
