import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { claimMoments, warmUpDays } from "../../cli/simulate/arrivals.ts";
import { sizeAt } from "../../cli/simulate/best-static.ts";
import { evaluate, fieldOf, playPolicy } from "../../cli/simulate/evaluate.ts";
import { readTrace, type TraceRow } from "../../local/demand/trace.ts";
import { quantile } from "./figures.ts";
import { generatedDemand } from "./generated-demand.ts";

/** How the known traces become claims: seconds over which a row is spread, arrivals made of one, claims per arrival. */
const MADE: Readonly<Record<string, readonly [bucketSeconds: number, scale: number, batch: number]>> = {
  nyctaxi_30min: [1_800, 1 / 500, 1],
  tweets_amzn_5min: [300, 0.1, 1],
  elb_5min: [300, 0.1, 1],
  nasa1993_1s: [1, 1, 1],
  lcg2005_60s: [60, 1 / 8, 1],
  ci_awsorg_push_1s: [1, 1, 8],
};
/** A trace nobody knows is played as it is, over the bucket that its name ends in. */
const bucketOf = (name: string): number => {
  const [, count, unit] = /_(\d+)(s|min)$/.exec(name) ?? [];
  return count ? Number(count) * (unit === "min" ? 60 : 1) : 1;
};

const LEADS = [300, 60];
const HITS = [0.95, 0.99];
const SEEDS = [1, 2, 3];

interface Demand {
  readonly trace: string;
  readonly rows: readonly TraceRow[];
  readonly made: readonly [bucketSeconds: number, scale: number, batch: number];
}

/** The forecast against the best fixed size at equal hit rate: `--traces DIR` for its CSV files, else generated demand. The first third of

 *  each trace, four weeks at most, is warm-up. `learnedStatic` is the ratio of the size learned from the last 28 days. */
export async function bench(flags: readonly string[]) {
  const at = flags.indexOf("--traces");
  const folder = at < 0 ? undefined : flags[at + 1];
  const demands = folder === undefined ? generated() : await tracesIn(folder);
  const rows = [];
  const nights: number[] = [];
  for (const { trace, rows: given, made } of demands)
    for (const seed of SEEDS) {
      const [bucketSeconds, scale, batch] = made;
      const { times, days, end } = claimMoments(given, { bucketSeconds, scale, batch, seed });
      for (const leadSeconds of LEADS)
        for (const hit of HITS) {
          const field = fieldOf({ arrivals: times, days, end, warmUp: warmUpDays(days), aim: { leadSeconds, hit } });
          const done = evaluate(
            field,
            playPolicy(field, "forecast", () => performance.now()),
          );
          const learned = playPolicy(field, "learned-static", () => 0);
          rows.push({
            trace,
            leadSeconds,
            hitTarget: hit,
            seed,
            ratioToStatic: done.ratioToStatic,
            hitRate: done.hitRate,
            launchesPerClaim: done.launchesPerClaim,
            capture: done.capture,
            learnedStatic: ratio(learned.overhead, field, learned.hitRate),
            fallbackNights: field.models.filter(({ basis }) => basis !== "forecast").length,
          });
          nights.push(...field.nights);
        }
    }
  return {
    demand: [{ from: folder ?? "the seeded generator" }],
    rows,
    geomean: geomeans(rows),
    refit: [timesOf(nights)],
  };
}

const generated = (): readonly Demand[] =>
  generatedDemand(SEEDS[0]!).map(({ trace, rows, bucketSeconds, batch }) => ({
    trace,
    rows,
    made: [bucketSeconds, 1, batch],
  }));

async function tracesIn(folder: string): Promise<readonly Demand[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".csv")).sort();
  return Promise.all(
    files.map(async (file) => {
      const trace = basename(file, ".csv");
      return { trace, rows: await readTrace(join(folder, file)), made: MADE[trace] ?? [bucketOf(trace), 1, 1] };
    }),
  );
}

function ratio(overhead: number, { sizes }: ReturnType<typeof fieldOf>, hitRate: number): number {
  const best = sizeAt(sizes, hitRate).overhead;
  return best > 0 ? Math.round((overhead / best) * 10_000) / 10_000 : 1;
}

interface Row {
  readonly leadSeconds: number;
  readonly hitTarget: number;
  readonly ratioToStatic: number;
  readonly hitRate: number;
  readonly launchesPerClaim: number;
  readonly learnedStatic: number;
}

const geomeans = (rows: readonly Row[]) =>
  LEADS.flatMap((leadSeconds) =>
    HITS.map((hitTarget) => {
      const these = rows.filter((row) => row.leadSeconds === leadSeconds && row.hitTarget === hitTarget);
      const mean = (of: (row: Row) => number): number => these.reduce((sum, row) => sum + of(row), 0) / these.length;
      return {
        leadSeconds,
        hitTarget,
        ratioToStatic: round(Math.exp(mean((row) => Math.log(row.ratioToStatic)))),
        meanHitRate: round(mean((row) => row.hitRate)),
        launchesPerClaim: round(mean((row) => row.launchesPerClaim)),
        worstOfLearnedStatic: round(Math.max(...these.map((row) => row.ratioToStatic / row.learnedStatic))),
      };
    }),
  );

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Wall time on one core, in ms; a thousand pools take a thousand times the mean. */
function timesOf(nights: readonly number[]) {
  const sorted = nights.toSorted((a, b) => a - b);
  const mean = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length;
  return {
    nights: sorted.length,
    meanMs: round(mean),
    p99Ms: round(quantile(sorted, 0.99)),
    thousandPoolsSeconds: round(mean),
  };
}
