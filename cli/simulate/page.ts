import { basename } from "node:path";
import { BIN_SECONDS } from "../../core/forecast/history.ts";
import { escaped } from "../../local/markup.ts";
import { percentile } from "../../local/percentile.ts";
import { DAY_S, MINUTE_S } from "./arrivals.ts";
import type { Simulated } from "./base-stock.ts";
import { drawn, type Series } from "./chart.ts";
import { type Field, POLICIES, type PolicyName } from "./evaluate.ts";
import type { PolicyFigures, SimulateOptions } from "./figures.ts";

/** What the page shows. */
export interface Shown {
  readonly options: SimulateOptions;
  readonly days: number;
  readonly warmUp: number;
  readonly field: Field;
  readonly runs: readonly { readonly policy: PolicyName; readonly run: Simulated }[];
  readonly figures: readonly PolicyFigures[];
}

/** Days of targets and demand that are drawn: more than a week is a blur. */
const DRAWN_DAYS = 7;
const BIN_MINUTES = BIN_SECONDS / MINUTE_S;

/** One page that needs nothing from anywhere else. */
export function page(shown: Shown): string {
  const { options, days, warmUp, figures } = shown;
  const title = `${basename(options.trace)}: lead ${options.lead} s, hit target ${(100 * options.hit).toFixed(2)} %`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
<p>Simulated, seed ${options.seed}: days ${warmUp + 1} to ${days}, ${figures[0]!.claims.toLocaleString("en")} claims; the days before are warm-up. Overhead is the mean number of idle instances and of those booting only to be terminated unclaimed.</p>
${summary(figures)}
${pareto(shown)}
${targets(shown)}
${waits(shown)}
</body></html>
`;
}

const STYLE = `*{box-sizing:border-box}body{font:16px/1.45 system-ui,sans-serif;color:#222;max-width:960px;margin:0 auto;padding:16px}
h1{font-size:1.35rem}h2{font-size:1.05rem;margin:0 0 8px}figure{margin:28px 0}svg{width:100%;height:auto;display:block}
ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:8px 0}li span{display:inline-block;width:12px;height:12px;margin-right:6px}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:4px 10px;text-align:right;border-bottom:1px solid #ddd}th:first-child,td:first-child{text-align:left;white-space:nowrap}
@media(max-width:600px){svg text{font-size:20px}th,td{padding:4px 6px;font-size:14px}}`;

const summary = (figures: readonly PolicyFigures[]): string => {
  const usd = figures[0]!.usdPerDay !== undefined;
  const head = [
    "policy",
    "hit rate, %",
    "overhead, instances",
    "of best fixed size",
    "launches per claim",
    "mean wait of a miss, s",
    ...(usd ? ["USD a day"] : []),
  ];
  const rows = figures.map((each) => [
    each.policy,
    (100 * each.hitRate).toFixed(2),
    each.overhead.toFixed(2),
    each.ratioToStatic.toFixed(3),
    each.launchesPerClaim.toFixed(3),
    each.missWaitSeconds.mean.toFixed(0),
    ...(each.usdPerDay ? [each.usdPerDay.policy.toFixed(2)] : []),
  ]);
  const line = (cells: readonly string[], as: string): string =>
    `<tr>${cells.map((cell) => `<${as}>${escaped(cell)}</${as}>`).join("")}</tr>`;
  return `<div class="scroll"><table>${line(head, "th")}${rows.map((row) => line(row, "td")).join("")}</table></div>`;
};

function pareto({ field, figures }: Shown): string {
  const lowest = Math.min(...figures.map(({ hitRate }) => hitRate)) - 0.01;
  const fixed = field.sizes.hitRate
    .map((rate, size) => [100 * rate, field.sizes.overhead[size]!] as const)
    .filter(([rate], size) => rate >= 100 * lowest && (field.sizes.hitRate[size - 1] ?? 0) < 0.9995);
  const dots = figures.map(
    ({ policy, hitRate, overhead }): Series => ({
      name: policy,
      as: "dots",
      colour: POLICIES.indexOf(policy),
      points: [[100 * hitRate, overhead]],
    }),
  );
  return drawn({
    title: "Hit rate against overhead; down and to the right is better",
    x: { title: "hit rate, %", of: (rate) => String(Number(rate.toFixed(2))) },
    y: { title: "overhead, instances", of: (size) => String(Number(size.toFixed(2))), from: 0 },
    series: [...dots, { name: "any fixed size, in hindsight", as: "line", points: fixed }],
  });
}

function targets({ runs, field, days, options }: Shown): string {
  const from = Math.max(0, days - DRAWN_DAYS);
  const demand = new Float64Array(Math.ceil((field.span.to - from * DAY_S) / BIN_SECONDS));
  for (const at of field.setting.arrivals)
    if (at >= from * DAY_S && at < field.span.to) demand[Math.floor((at - from * DAY_S) / BIN_SECONDS)]! += 1;
  const perLead = options.lead / BIN_SECONDS;
  const claims: Series = {
    name: "claims per lead time",
    as: "step",
    points: Array.from(demand, (count, bin) => [from + (bin * BIN_SECONDS) / DAY_S, count * perLead] as const),
  };
  const drawnOf = runs.filter(
    ({ policy }) => runs.length === 1 || policy === "forecast" || policy === "learned-static",
  );
  const series = drawnOf.map(({ policy, run }): Series => {
    const minutes = Array.from(run.targets.subarray((from * DAY_S) / MINUTE_S));
    const points = minutes
      .map((target, minute) => [from + (minute * MINUTE_S) / DAY_S, target] as const)
      .filter(([, target], at) => at === 0 || at === minutes.length - 1 || target !== minutes[at - 1]);
    return { name: `target: ${policy}`, as: "step", colour: POLICIES.indexOf(policy), points };
  });
  return drawn({
    title: `Targets against demand, the last ${days - from} days (demand counted every ${BIN_MINUTES} min)`,
    x: { title: "day of the trace", of: (day) => String(Number(day.toFixed(2))) },
    y: { title: "instances; claims per lead time", of: (size) => String(Number(size.toFixed(1))), from: 0 },
    series: [claims, ...series],
  });
}

const STEPS = 100;
function waits({ runs }: Shown): string {
  const series = runs
    .filter(({ run }) => run.waits.length > 0)
    .map(({ policy, run }): Series => {
      const sorted = [...run.waits];
      const missed = 100 * (1 - run.hitRate);
      return {
        name: policy,
        as: "line",
        colour: POLICIES.indexOf(policy),
        points: Array.from({ length: STEPS + 1 }, (_, step) => [
          percentile(sorted, step / STEPS),
          missed * (1 - step / STEPS),
        ]),
      };
    });
  return drawn({
    title: "How long the missed waited",
    x: { title: "wait for an instance, s", of: (seconds) => String(Math.round(seconds)) },
    y: { title: "claims that waited longer, %", of: (part) => String(Number(part.toFixed(2))), from: 0 },
    series,
  });
}
