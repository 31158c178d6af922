import type { Model } from "../../core/forecast/refit.ts";
import type { Aim } from "../../core/model/forecast.ts";
import { percentile } from "../../local/percentile.ts";
import { DAY_S } from "./arrivals.ts";
import { type Policy, type Simulated, type Span, simulate } from "./base-stock.ts";
import { fixedSizes, type Sizes, sizeAt } from "./best-static.ts";
import { forecastPolicy } from "./forecast-policy.ts";
import {
  clairvoyantPolicy,
  fixedPolicy,
  hourOfWeekPolicy,
  learnedStaticPolicy,
  schedulePolicy,
} from "./plain-policies.ts";

export const POLICIES = [
  "static",
  "learned-static",
  "schedule",
  "hour-of-week",
  "forecast",
  "clairvoyant-rate",
] as const;
export type PolicyName = (typeof POLICIES)[number];

/** Claims to simulate, and what for. */
export interface Setting {
  readonly arrivals: Float64Array;
  readonly days: number;
  /** Seconds after which nothing was recorded. */
  readonly end: number;
  readonly warmUp: number;
  readonly aim: Aim;
}

/** A policy's figures beside the best fixed size and the bound, both at the hit rate it reached. */
export interface Evaluation {
  readonly evaluatedDays: number;
  readonly claims: number;
  readonly hitRate: number;
  readonly meanIdle: number;
  readonly wastedBoots: number;
  readonly overhead: number;
  readonly launchesPerClaim: number;
  readonly missWaitSeconds: { readonly mean: number; readonly p99: number };
  readonly bestStatic: { readonly n: number; readonly overheadAtEqualHit: number };
  readonly ratioToStatic: number;
  readonly oracleRate: { readonly overheadAtEqualHit: number };
  /** Part of what the bound saves over the best fixed size that the policy saves. */
  readonly capture: number;
}

/** What is the same for every policy of one setting. */
export interface Field {
  readonly setting: Setting;
  readonly span: Span;
  readonly sizes: Sizes;
  /** Nightly refits of the forecast: how long each took, in ms. */
  readonly nights: number[];
  readonly models: Model[];
}

export function fieldOf(setting: Setting): Field {
  const span = { from: setting.warmUp * DAY_S, to: setting.end };
  const sizes = fixedSizes(setting.arrivals, setting.aim.leadSeconds, span);
  return { setting, span, sizes, nights: [], models: [] };
}

/** Plays one policy. `now` times the refits, in ms. */
export function playPolicy(field: Field, name: PolicyName, now: () => number): Simulated {
  const { arrivals, aim } = field.setting;
  if (name === "clairvoyant-rate") return clairvoyant(field, aim.hit).run;
  return simulate(arrivals, aim.leadSeconds, field.span, policyOf(field, name, now));
}

function policyOf(field: Field, name: Exclude<PolicyName, "clairvoyant-rate">, now: () => number): Policy {
  const { days, aim } = field.setting;
  switch (name) {
    case "static":
      return fixedPolicy(Math.ceil(sizeAt(field.sizes, aim.hit).n));
    case "learned-static":
      return learnedStaticPolicy(aim);
    case "schedule":
      return schedulePolicy(aim);
    case "hour-of-week":
      return hourOfWeekPolicy(aim);
    case "forecast":
      return forecastPolicy(
        days,
        aim,
        (model, ms) => {
          field.models.push(model);
          field.nights.push(ms);
        },
        now,
      );
  }
}

const HALVINGS = 9;
const PRICE_MAX = 1e7;

/** The bound's run with the least price that reaches a hit rate, and its overhead where it would hit just as often. */
function clairvoyant(
  { setting, span }: Field,
  hitRate: number,
): { readonly run: Simulated; readonly overhead: number } {
  const { arrivals, days, aim } = setting;
  const at = (price: number): Simulated =>
    simulate(arrivals, aim.leadSeconds, span, clairvoyantPolicy(arrivals, days, aim.leadSeconds, price));
  let [low, high] = [1, PRICE_MAX];
  let [less, more] = [at(low), at(high)];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const price = Math.sqrt(low * high);
    const run = at(price);
    if (run.hitRate < hitRate) [low, less] = [price, run];
    else [high, more] = [price, run];
  }
  const part = more.hitRate > less.hitRate ? (hitRate - less.hitRate) / (more.hitRate - less.hitRate) : 1;
  return { run: more, overhead: less.overhead + Math.min(1, part) * (more.overhead - less.overhead) };
}

export function evaluate(field: Field, run: Simulated): Evaluation {
  const best = sizeAt(field.sizes, run.hitRate);
  const bound = clairvoyant(field, run.hitRate).overhead;
  const saved = best.overhead - run.overhead;
  return {
    evaluatedDays: round((field.span.to - field.span.from) / DAY_S),
    claims: run.claims,
    hitRate: round(run.hitRate),
    meanIdle: round(run.meanIdle),
    wastedBoots: run.wastedBoots,
    overhead: round(run.overhead),
    launchesPerClaim: round(run.launchesPerClaim),
    missWaitSeconds: {
      mean: round(run.waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, run.waits.length)),
      p99: round(percentile([...run.waits], 0.99)),
    },
    bestStatic: { n: round(best.n), overheadAtEqualHit: round(best.overhead) },
    ratioToStatic: round(best.overhead > 0 ? run.overhead / best.overhead : 1),
    oracleRate: { overheadAtEqualHit: round(bound) },
    capture: round(best.overhead > bound ? saved / (best.overhead - bound) : 0),
  };
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
