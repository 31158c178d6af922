import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseTrace, TraceError, type TraceRow } from "../../local/demand/trace.ts";
import { badInput, type CommandOutcome, unreadable, unwritable } from "../errors.ts";
import { counted, pairs, table } from "../print.ts";
import { claimMoments, DAY_S, warmUpDays } from "./arrivals.ts";
import type { Simulated } from "./base-stock.ts";
import { type Evaluation, evaluate, fieldOf, POLICIES, type PolicyName, playPolicy } from "./evaluate.ts";
import type { PolicyFigures, SimulateOptions } from "./figures.ts";
import { page } from "./page.ts";

/** Claims that one simulation plays at most; more would not fit into memory in reasonable time. */
const CLAIMS_MAX = 5_000_000;

/** Plays a trace against one policy, or against all of them. Nothing here is a measurement of AWS. */
export async function simulateTrace(options: SimulateOptions, now: () => number): Promise<CommandOutcome> {
  const rows = await rowsOf(options.trace);
  if (!Array.isArray(rows)) return rows as CommandOutcome;
  const expected =
    (rows as readonly TraceRow[]).reduce((sum, { count }) => sum + count, 0) * options.scale * options.batch;
  if (expected > CLAIMS_MAX)
    return badInput(
      "too-many-claims",
      `it makes ${Math.round(expected).toLocaleString("en")} claims, and at most ${CLAIMS_MAX.toLocaleString("en")} can be played`,
      { field: "--scale", fix: `Give a scale of at most ${(options.scale * CLAIMS_MAX) / expected}.` },
    );
  const { times, days, end } = claimMoments(rows, { ...options, bucketSeconds: options.bucket });
  const warmUp = options.warmupDays ?? warmUpDays(days);
  if (warmUp >= days)
    return badInput("no-days-left", `${warmUp} days of warm-up leave nothing to measure of ${counted(days, "day")}`, {
      field: "--warmup-days",
      fix: `Give at most ${days - 1}.`,
    });
  if (!times.some((at) => at >= warmUp * DAY_S))
    return badInput("empty-trace", `"${options.trace}" has no claims after ${counted(warmUp, "day")} of warm-up`, {
      field: "--trace",
      fix: "Give a longer trace, a smaller --warmup-days or a larger --scale.",
    });

  const field = fieldOf({ arrivals: times, days, end, warmUp, aim: { leadSeconds: options.lead, hit: options.hit } });
  const names = options.compare ? POLICIES : [options.policy];
  const runs = names.map((policy) => ({ policy, run: playPolicy(field, policy, now) }));
  const figures = runs.map(({ policy, run }) => {
    const evaluated = evaluate(field, run);
    return { ...toldOf(options, policy), ...evaluated, ...money(options, evaluated) };
  });
  const asked = runs.find(({ policy }) => policy === options.policy)!;
  if (options.targets !== undefined) {
    const failed = await written("--targets", options.targets, csvOf(asked.run));
    if (failed) return failed;
  }
  if (options.html !== undefined) {
    const failed = await written("--html", options.html, page({ options, days, warmUp, field, runs, figures }));
    if (failed) return failed;
  }
  const chosen = figures.find(({ policy }) => policy === options.policy)!;
  return {
    kind: "done",
    document: options.compare ? { ...chosen, policies: figures } : chosen,
    text: options.compare ? compared(figures) : described(chosen),
  };
}

const toldOf = ({ trace, lead, hit, seed }: SimulateOptions, policy: PolicyName) => ({
  trace: basename(trace),
  leadSeconds: lead,
  hitTarget: hit,
  policy,
  seed,
});

function money({ price }: SimulateOptions, { overhead, bestStatic }: Evaluation): Pick<PolicyFigures, "usdPerDay"> {
  if (price === undefined) return {};
  const usd = (instances: number): number => Math.round(instances * 24 * price * 100) / 100;
  return { usdPerDay: { policy: usd(overhead), bestStatic: usd(bestStatic.overheadAtEqualHit) } };
}

async function rowsOf(path: string): Promise<readonly TraceRow[] | CommandOutcome> {
  try {
    const rows = parseTrace(await readFile(path, "utf8"), path);
    return rows.length > 0 ? rows : badInput("empty-trace", `"${path}" has no arrivals`, { field: "--trace" });
  } catch (error) {
    if (error instanceof TraceError)
      return badInput("bad-trace", error.message, {
        field: "--trace",
        fix: "A trace is CSV: the header t_s,count, then seconds since the first day began and arrivals, in order of time.",
      });
    return badInput("unreadable", `"${path}" ${unreadable(error)}`, { field: "--trace" });
  }
}

async function written(field: string, path: string, text: string): Promise<CommandOutcome | undefined> {
  try {
    await writeFile(path, text);
    return undefined;
  } catch (error) {
    return unwritable(path, error, field);
  }
}

const csvOf = ({ targets }: Simulated): string =>
  ["minute,target", ...Array.from(targets, (target, minute) => `${minute},${target}`), ""].join("\n");

const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;

const described = (figures: PolicyFigures): string =>
  [
    `${figures.policy} on ${figures.trace}, lead ${figures.leadSeconds} s, hit target ${percent(figures.hitTarget)}, seed ${figures.seed}: ${`${figures.evaluatedDays} days`} simulated, ${counted(figures.claims, "claim")}`,
    pairs([
      ["hit rate", percent(figures.hitRate)],
      ["mean idle", `${figures.meanIdle.toFixed(2)} instances`],
      ["wasted boots", figures.wastedBoots],
      ["overhead", `${figures.overhead.toFixed(2)} instances, wasted boots included`],
      ["launches per claim", figures.launchesPerClaim.toFixed(3)],
      [
        "a miss waited",
        `${figures.missWaitSeconds.mean.toFixed(0)} s on average, p99 ${figures.missWaitSeconds.p99.toFixed(0)} s`,
      ],
      [
        "best fixed size",
        `${figures.bestStatic.n.toFixed(2)} at the same hit rate, overhead ${figures.bestStatic.overheadAtEqualHit.toFixed(2)}`,
      ],
      ["of its overhead", percent(figures.ratioToStatic)],
      [
        "bound",
        `${figures.oracleRate.overheadAtEqualHit.toFixed(2)} if every hour's rate were known; ${percent(figures.capture)} of what it saves`,
      ],
      [
        "USD a day",
        figures.usdPerDay &&
          `${figures.usdPerDay.policy.toFixed(2)}, best fixed size ${figures.usdPerDay.bestStatic.toFixed(2)}`,
      ],
    ]),
  ].join("\n");

const compared = (all: readonly PolicyFigures[]): string =>
  table<PolicyFigures>(
    [
      { title: "POLICY", of: ({ policy }) => policy },
      { title: "HIT %", of: ({ hitRate }) => Number((100 * hitRate).toFixed(2)) },
      { title: "OVERHEAD", of: ({ overhead }) => Number(overhead.toFixed(2)) },
      { title: "OF BEST FIXED", of: ({ ratioToStatic }) => Number(ratioToStatic.toFixed(3)) },
      { title: "LAUNCHES/CLAIM", of: ({ launchesPerClaim }) => Number(launchesPerClaim.toFixed(3)) },
      { title: "MISS WAIT s", of: ({ missWaitSeconds }) => Math.round(missWaitSeconds.mean) },
    ],
    all,
  );
