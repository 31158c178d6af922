import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { isDeepStrictEqual, parseArgs } from "node:util";
import type { Findings } from "../../core/model/sweep.ts";
import { NOTHING_FOUND } from "../../core/model/sweep.ts";
import { round2 } from "./figures.ts";
import { callsPerDay } from "./reconcile/calls-per-day.ts";

/** What a sweep of `--instances N` costs (10,000 unless set): CPU ms per 1,000 instances for the SDK's deserializer, for ours and
 *  for holding the rows against the records; calls; memory; and EC2 calls a day beside polling each minute. EC2 is another process
 *  on this machine. `peakRssMb` is the most that a process ever held which does nothing but the sweep, Node and the SDK with it.
 *  That process is given the heap of a small Lambda ({@link HEAP}): without a bound V8 collects its garbage late, and the figure
 *  would show this machine's memory. A bound cannot hide growth: what a sweep must hold at once counts in full, and more than the
 *  bound ends the process. The fleet is in pools of POOL_INSTANCES_MAX, of which there are the more the larger it is. */
export async function bench(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: { instances: { type: "string", default: "10000" } } });
  const instances = Number(values.instances);
  if (!Number.isSafeInteger(instances) || instances < 1) throw new Error("--instances takes a number above zero");
  const readers = (await said(start("readers", instances))) as { sdk: number; ours: number };
  const ec2 = start("ec2", instances);
  try {
    const endpoint = (await said(ec2)) as string;
    const swept = (await said(start("sweep", endpoint, instances))) as Swept;
    if (swept.rows !== instances || !isDeepStrictEqual(swept.findings, NOTHING_FOUND))
      throw new Error(
        `a sweep of ${instances} that agree read ${swept.rows} and found ${JSON.stringify(swept.findings)}`,
      );
    const { pages, calls, mergeCpuMs, peakRssKb, wallMs } = swept;
    const merge = (mergeCpuMs / instances) * 1_000;
    return {
      instances,
      pages,
      calls,
      cpuMsPerThousand: { sdk: round2(readers.sdk), ours: round2(readers.ours), merge: round2(merge) },
      peakRssMb: Math.round(peakRssKb / 1_024),
      wallMs: Math.round(wallMs),
      callsPerDay: await callsPerDay({ instances, callsPerSweep: calls }),
    };
  } finally {
    ec2.disconnect();
  }
}

interface Swept {
  readonly pages: number;
  readonly rows: number;
  readonly findings: Findings;
  readonly calls: number;
  readonly mergeCpuMs: number;
  readonly peakRssKb: number;
  readonly wallMs: number;
}

/** V8's old generation, at most: what a Lambda of 512 MB can give to it beside Node itself and the pages in flight. */
const HEAP = "--max-old-space-size=256";

const start = (name: "ec2" | "readers" | "sweep", ...args: readonly (string | number)[]): ChildProcess =>
  fork(new URL(`./reconcile/${name}.ts`, import.meta.url), args.map(String), {
    execArgv: name === "sweep" ? [HEAP] : [],
  });

/** The one message of a process; its end without one is an error. */
async function said(from: ChildProcess): Promise<unknown> {
  const ended = once(from, "exit").then(([code]) => {
    throw new Error(`${from.spawnargs.join(" ")} ended with ${code} and said nothing`);
  });
  const [message] = await Promise.race([once(from, "message"), ended]);
  ended.catch(() => {});
  return message;
}
