import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

/** Seeds that one process plays: it takes some twenty worlds until it is at its fastest. */
const SHARD_SEEDS = 250;
const REPORT_BYTES_MAX = 64 * 1_024 * 1_024;
/** `test/sim/plane/main.ts` ends so when something was broken. */
const BROKEN = 6;

/** What one process says of its seeds: see `test/sim/plane/main.ts`. */
interface Report {
  readonly seeds: string;
  readonly simulatedHours: number;
  readonly claims: number;
  readonly struck: Readonly<Record<string, number>>;
  readonly cells: { readonly of: number; readonly unreached: readonly string[] };
  readonly slowestToSettleMinutes: number;
  readonly violations: readonly object[];
  readonly speed: { readonly cpuSeconds: number };
}

/** Worlds under faults by the thousand, `--seeds A..B --hours H --faults PROFILE`: in shards, as many at once as the machine has cores.
 *  Ten thousand days if nothing else is said, half of them with persistent claims and a quarter with forecasts. */
export async function bench(flags: readonly string[]): Promise<Readonly<Record<string, readonly object[]>>> {
  const { values } = parseArgs({
    args: [...flags],
    options: {
      seeds: { type: "string", default: "2501..12500" },
      hours: { type: "string", default: "24" },
      faults: { type: "string", default: "all" },
    },
  });
  const { hours, faults } = values;
  const [first = Number.NaN, last = first] = values.seeds.split("..").map(Number);
  if (!(first <= last)) throw new RangeError(`--seeds is ${values.seeds}: give a range, as 2501..12500`);
  const waiting: string[] = [];
  for (let seed = first; seed <= last; seed += SHARD_SEEDS)
    waiting.push(`${seed}..${Math.min(last, seed + SHARD_SEEDS - 1)}`);

  const reports: Report[] = [];
  const work = async (): Promise<void> => {
    for (let seeds = waiting.shift(); seeds !== undefined; seeds = waiting.shift()) {
      const report = await played(["--seeds", seeds, "--hours", hours, "--faults", faults, "--json"]);
      reports.push(report);
      console.error(`${seeds}: ${report.violations.length} broken, ${report.claims} claims`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));

  const sum = (of: (report: Report) => number): number => reports.reduce((all, report) => all + of(report), 0);
  const simulatedHours = sum((report) => report.simulatedHours);
  const kinds = [...new Set(reports.flatMap(({ struck }) => Object.keys(struck)))].sort();
  const struck = kinds.map((kind) => ({ kind, struck: sum((report) => report.struck[kind] ?? 0) }));
  const [one, ...others] = reports.map(({ cells }) => cells.unreached);
  const unreached = (one ?? []).filter((cell) => others.every((some) => some.includes(cell)));
  return {
    worlds: [
      {
        faults,
        seeds: last - first + 1,
        hours: Number(hours),
        simulatedHours,
        claims: sum(({ claims }) => claims),
        struck: struck.reduce((all, kind) => all + kind.struck, 0),
        broken: sum(({ violations }) => violations.length),
        cells: `${(reports[0]?.cells.of ?? 0) - unreached.length} of ${reports[0]?.cells.of}`,
        slowestToSettleMinutes: Math.max(...reports.map(({ slowestToSettleMinutes }) => slowestToSettleMinutes)),
        simulatedHoursPerCpuSecond: Math.round((simulatedHours / sum(({ speed }) => speed.cpuSeconds)) * 10) / 10,
      },
    ],
    struck,
    unreached: unreached.map((cell) => ({ cell })),
    violations: reports.flatMap(({ violations }) => violations),
  };
}

const played = (flags: readonly string[]): Promise<Report> =>
  new Promise((resolve, reject) => {
    const options = { maxBuffer: REPORT_BYTES_MAX };
    execFile(process.execPath, ["test/sim/plane/main.ts", ...flags], options, (error, stdout, stderr) => {
      if (error && error.code !== BROKEN) reject(new Error(`${flags.join(" ")}: ${stderr || error.message}`));
      else resolve(JSON.parse(stdout) as Report);
    });
  });
